import type { Money } from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { money } from '../money-column';

/** One step of a MultiEvent offer. */
@Entity('offer_events')
export class OfferEventEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  offerId: string;

  @Column('text')
  eventId: string;

  @Column('text')
  name: string;

  @Column('integer', { nullable: true })
  sequenceNumber: number | null;

  @Column('integer')
  displayOrder: number;

  @Column('integer', { nullable: true })
  minTimeFromPreviousEvent: number | null;

  @Column('integer', { nullable: true })
  deadlineDays: number | null;

  @Column('integer')
  pendingTime: number;

  @Column('numeric', { precision: 18, scale: 6, transformer: money })
  revenue: Money;

  @Column('numeric', { precision: 18, scale: 6, transformer: money })
  reward: Money;

  @Column('integer', { nullable: true })
  dailyCap: number | null;

  @Column('integer', { nullable: true })
  weeklyCap: number | null;

  @Column('integer', { nullable: true })
  monthlyCap: number | null;

  @Column('integer', { nullable: true })
  allTimeCap: number | null;

  @Column('boolean')
  allowRepetitions: boolean;

  @Column('boolean')
  showOnOfferWall: boolean;

  @Column({ type: 'timestamptz', nullable: true, precision: 3 })
  deletedAt: Date | null;
}
