import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A country that offers are made for. */
@Entity('countries')
export class CountryEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('text')
  code2: string;

  @Column('text')
  code3: string;

  @Column('boolean')
  isDefault: boolean;
}
