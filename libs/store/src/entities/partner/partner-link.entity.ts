import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A partner's tracking link to one offer. */
@Entity('partner_links')
export class PartnerLinkEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  partnerId: string;

  @Column('uuid')
  offerId: string;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
