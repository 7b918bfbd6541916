import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What reached a scripted receiver. */
@Entity('receiver_requests')
export class ReceiverRequestEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  receiverId: string;

  @Column('integer')
  number: number;

  @Column('text')
  method: string;

  @Column('text')
  url: string;

  @Column('jsonb')
  headers: Record<string, string>;

  @Column('text')
  body: string;

  @Column('text')
  answered: string;

  @Column({ type: 'timestamptz', precision: 3 })
  receivedAt: Date;
}
