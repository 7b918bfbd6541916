import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who brings traffic. On the Integr8 edge: a publisher. */
@Entity('partners')
export class PartnerEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  contactEmail: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
