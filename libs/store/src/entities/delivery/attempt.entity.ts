import type { AttemptTrigger, HttpMethod } from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One HTTP exchange of a delivery. */
@Entity('attempts')
export class AttemptEntity {
  @PrimaryColumn('uuid')
  deliveryId: string;

  @PrimaryColumn('integer')
  number: number;

  @Column('uuid')
  accountId: string;

  @Column('text')
  trigger: AttemptTrigger;

  @Column({ type: 'timestamptz', precision: 3 })
  startedAt: Date;

  @Column('integer', { nullable: true })
  durationMs: number | null;

  @Column('text', { nullable: true })
  outcome: 'sent' | 'retry' | 'failed' | null;

  @Column('text', { nullable: true })
  requestMethod: HttpMethod | null;

  @Column('text', { nullable: true })
  requestUrl: string | null;

  @Column('jsonb', { nullable: true })
  requestHeaders: Record<string, string> | null;

  @Column('integer', { nullable: true })
  responseStatus: number | null;

  @Column('jsonb', { nullable: true })
  responseHeaders: Record<string, string> | null;

  @Column('text', { nullable: true })
  responseBody: string | null;

  @Column('boolean')
  bodyTruncated: boolean;

  @Column('text', { nullable: true })
  errorCode: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text', { nullable: true })
  advice: string | null;

  @Column('boolean')
  possibleDuplicate: boolean;
}
