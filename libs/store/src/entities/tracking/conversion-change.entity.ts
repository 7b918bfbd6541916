import type { ChangedBy, ConversionStatus } from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One change of a conversion's status, or of its reason. K§3.3. */
@Entity('conversion_changes')
export class ConversionChangeEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  conversionId: string;

  @Column('bigint')
  sequence: string;

  @Column('text', { nullable: true })
  fromStatus: ConversionStatus | null;

  @Column('text')
  toStatus: ConversionStatus;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text')
  changedBy: ChangedBy;

  @Column({ type: 'timestamptz', precision: 3 })
  changedAt: Date;
}
