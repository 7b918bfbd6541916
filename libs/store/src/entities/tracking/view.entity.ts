import type { PubParameters } from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A member opened an offer's details. */
@Entity('views')
export class ViewEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  offerId: string;

  @Column('text')
  pubMemberId: string;

  @Column('jsonb')
  parameters: PubParameters;

  @Column('text')
  sourceIp: string;

  @Column('text')
  url: string;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
