import type { ConversionParameters, ConversionStatus, Money, PubParameters } from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { money } from '../money-column';

/** A recorded conversion, with what its click knew. */
@Entity('conversions')
export class ConversionEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  clickId: string;

  @Column('uuid', { nullable: true })
  viewId: string | null;

  @Column('uuid')
  offerId: string;

  @Column('uuid', { nullable: true })
  offerEventId: string | null;

  @Column('uuid', { nullable: true })
  partnerId: string | null;

  @Column('text')
  pubMemberId: string;

  @Column('text', { nullable: true })
  pubClickId: string | null;

  @Column('jsonb')
  pubParameters: PubParameters;

  @Column({ type: 'timestamptz', precision: 3 })
  clickTime: Date;

  @Column('text')
  status: ConversionStatus;

  @Column('text', { nullable: true })
  rejectionReason: string | null;

  @Column('boolean')
  isRepeated: boolean;

  @Column('uuid', { nullable: true })
  repeatOf: string | null;

  @Column('boolean')
  holdsCompletion: boolean;

  @Column('numeric', { precision: 18, scale: 6, transformer: money })
  revenue: Money;

  @Column('numeric', { precision: 18, scale: 6, transformer: money })
  reward: Money;

  @Column('numeric', { precision: 18, scale: 6, transformer: money })
  payout: Money;

  @Column('jsonb')
  parameters: ConversionParameters;

  @Column('text', { nullable: true })
  advertiserConversionId: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  userCompletedAt: Date;

  @Column({ type: 'timestamptz', nullable: true, precision: 3 })
  maturesAt: Date | null;

  @Column('boolean')
  callbackSent: boolean;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  modifiedAt: Date;
}
