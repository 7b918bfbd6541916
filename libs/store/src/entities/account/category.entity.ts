import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A category that offers are filed under. */
@Entity('categories')
export class CategoryEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('text')
  name: string;

  @Column('boolean')
  isDefault: boolean;
}
