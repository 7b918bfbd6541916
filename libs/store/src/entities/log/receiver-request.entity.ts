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

  /** What the body of a callback calls itself. */
  @Column('uuid', { nullable: true })
  deliveryId: string | null;

  @Column({ type: 'timestamptz', nullable: true, precision: 3 })
  sentAt: Date | null;

  /** Ids that the address and the body of a callback name. */
  @Column('uuid', { array: true })
  namedIds: string[];

  @Column({ type: 'timestamptz', precision: 3 })
  receivedAt: Date;
}
