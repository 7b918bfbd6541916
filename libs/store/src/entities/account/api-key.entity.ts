import type { KeyScope } from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key of one account; only its hash is kept. */
@Entity('api_keys')
export class ApiKeyEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('bytea')
  keyHash: Buffer;

  @Column('text')
  scope: KeyScope;

  /** Whose key it is, of scope `partner` alone. */
  @Column('uuid', { nullable: true })
  partnerId: string | null;

  @Column('text', { nullable: true })
  name: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  /** Real time, like the last use; `null`: until it is revoked. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  expiresAt: Date | null;

  /** To the minute. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt: Date | null;
}
