import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a person should know about a member's history, such as a completion that was already there. G§3.4. */
@Entity('history_logs')
export class HistoryLogEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('text')
  level: 'info' | 'warning';

  @Column('text')
  message: string;

  @Column('uuid', { nullable: true })
  offerId: string | null;

  @Column('uuid', { nullable: true })
  clickId: string | null;

  @Column('uuid', { nullable: true })
  conversionId: string | null;

  @Column('text', { nullable: true })
  pubMemberId: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
