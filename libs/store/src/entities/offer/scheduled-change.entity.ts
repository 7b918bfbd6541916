import type { Money, ScheduledField } from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { money } from '../money-column';

/** A change of what an offer or event pays, ahead of time. G§8. */
@Entity('scheduled_changes')
export class ScheduledChangeEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  offerId: string;

  /** `null`: the SingleEvent offer itself. */
  @Column('uuid', { nullable: true })
  offerEventId: string | null;

  @Column('text')
  field: ScheduledField;

  @Column('numeric', { precision: 18, scale: 6, transformer: money })
  value: Money;

  @Column({ type: 'timestamptz', precision: 3 })
  dueAt: Date;

  /** `null`: it waits. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  appliedAt: Date | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
