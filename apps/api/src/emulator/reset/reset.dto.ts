import { IsArray, IsIn, IsOptional } from 'class-validator';
import { KEEPABLE, type Keepable } from './reset-plan';

export class ResetAccount {
  /** What stays; whatever it stands on stays with it. Keys and secrets always stay. */
  @IsOptional()
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
