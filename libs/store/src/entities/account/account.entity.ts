import type { Money, NullMacro } from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { money } from '../money-column';

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

  /** What a reward is of its revenue where an offer asks for the default ratio. */
  @Column('numeric', { precision: 12, scale: 6, transformer: money })
  defaultRewardRatio: Money;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
