import type {
  AttemptTrigger,
  ConversionStatus,
  DeliveryKind,
  DeliveryStatus,
  HttpMethod,
  RetryProfile,
} from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One callback or postback on its way: the outbox row. ARCHITECTURE.md draws its life. */
@Entity('deliveries')
export class DeliveryEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('bigint')
  sequence: string;

  @Column('text')
  kind: DeliveryKind;

  @Column('text')
  status: DeliveryStatus;

  @Column('uuid')
  conversionId: string;

  @Column('text')
  conversionStatus: ConversionStatus;

  @Column('uuid')
  offerId: string;

  @Column('uuid', { nullable: true })
  offerEventId: string | null;

  @Column('uuid', { nullable: true })
  partnerId: string | null;

  @Column('uuid', { nullable: true })
  postbackId: string | null;

  @Column('text')
  receiver: string;

  @Column('text', { nullable: true })
  target: string | null;

  @Column('text')
  method: HttpMethod;

  @Column('text')
  retryProfile: RetryProfile;

  @Column('bigint', { array: true })
  retryWaitsMs: string[];

  @Column({ type: 'timestamptz', nullable: true, precision: 3 })
  dueAt: Date | null;

  @Column('text')
  nextTrigger: AttemptTrigger;

  @Column('integer')
  attempts: number;

  @Column('integer')
  retriesMade: number;

  @Column({ type: 'timestamptz', nullable: true, precision: 3 })
  leasedUntil: Date | null;

  @Column('uuid', { nullable: true })
  leaseToken: string | null;

  @Column('boolean')
  inFlight: boolean;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text', { nullable: true })
  advice: string | null;

  @Column('integer', { nullable: true })
  lastResponseStatus: number | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', nullable: true, precision: 3 })
  settledAt: Date | null;
}
