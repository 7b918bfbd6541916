import type { PubParameters } from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A member was sent to the advertiser; the id is the `gk_click_id`. */
@Entity('clicks')
export class ClickEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  offerId: string;

  @Column('uuid', { nullable: true })
  viewId: string | null;

  @Column('uuid', { nullable: true })
  partnerId: string | null;

  @Column('text')
  pubMemberId: string;

  @Column('text', { nullable: true })
  pubClickId: string | null;

  @Column('jsonb')
  parameters: PubParameters;

  @Column('text')
  sourceIp: string;

  @Column('text', { nullable: true })
  userAgent: string | null;

  @Column('text')
  url: string;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
