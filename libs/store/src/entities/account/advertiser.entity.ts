import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who owns offers. */
@Entity('advertisers')
export class AdvertiserEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  website: string | null;

  @Column('text', { nullable: true })
  contactEmail: string | null;

  @Column('boolean')
  isDefault: boolean;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
