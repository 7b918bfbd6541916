import type { NullMacro } from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A tenant: its secrets, switches and clock. K§1. */
@Entity('accounts')
export class AccountEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  slug: string;

  @Column('text')
  name: string;

  @Column('text')
  pathSecrets: string;

  @Column('text')
  signature: string;

  @Column('text')
  rejectionEndpointId: string;

  @Column('boolean')
  openPostbacks: boolean;

  @Column('boolean')
  repeatCallbacks: boolean;

  @Column('boolean')
  callbackOnReasonChange: boolean;

  @Column('text')
  nullMacro: NullMacro;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
