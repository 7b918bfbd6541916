import { IsArray, IsIn } from 'class-validator';
import { Omittable } from '../../http/field-rules';
import { KEEPABLE, type Keepable } from './reset-plan';

export class ResetAccount {
  /** What stays; whatever it stands on stays with it. Keys and secrets always stay. */
  @Omittable()
  @IsArray()
  @IsIn(KEEPABLE, { each: true, message: `keep may name ${KEEPABLE.join(', ')}` })
  keep?: Keepable[];
}

export interface ResetAnswer {
  /** What stayed, with what it stands on. */
  kept: Keepable[];
  /** Rows removed, by table. */
  deleted: Record<string, number>;
}
