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

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
