import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A receiver that answers by script. K§7. */
@Entity('receivers')
export class ReceiverEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('text')
  name: string;

  @Column('jsonb')
  script: unknown[];

  @Column('integer')
  calls: number;

  @Column({ type: 'timestamptz', precision: 3 })
  configuredAt: Date;
}
