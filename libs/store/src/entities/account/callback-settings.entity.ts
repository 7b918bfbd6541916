import type { CallbackKeyCase, RetryProfile } from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where an account wants its callbacks. The secret value is sealed. K§5.1. */
@Entity('callback_settings')
export class CallbackSettingsEntity {
  @PrimaryColumn('uuid')
  accountId: string;

  @Column('text', { nullable: true })
  url: string | null;

  @Column('boolean')
  sendPending: boolean;

  @Column('boolean')
  sendRejected: boolean;

  @Column('text')
  keyCase: CallbackKeyCase;

  @Column('text', { nullable: true })
  secretHeader: string | null;

  @Column('text', { nullable: true })
  secretValueSealed: string | null;

  @Column('text')
  retryProfile: RetryProfile;

  @Column('bigint', { nullable: true, array: true })
  retryWaitsMs: string[] | null;
}
