import type { ConversionStatus, HttpMethod, PostbackScope, RetryProfile } from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A macro URL to a partner, as configured. K§5.2. */
@Entity('postbacks')
export class PostbackEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  partnerId: string;

  @Column('text')
  scope: PostbackScope;

  @Column('uuid', { nullable: true })
  offerId: string | null;

  @Column('uuid', { nullable: true })
  offerEventId: string | null;

  @Column('text')
  url: string;

  @Column('text')
  method: HttpMethod;

  @Column('text', { array: true })
  statuses: ConversionStatus[];

  @Column('boolean')
  enabled: boolean;

  @Column('text')
  retryProfile: RetryProfile;

  @Column('bigint', { nullable: true, array: true })
  retryWaitsMs: string[] | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
