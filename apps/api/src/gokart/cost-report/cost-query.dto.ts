import { IsDate } from 'class-validator';
import { IsInstant } from '../../http/lists/query-fields';

export class CostQuery {
  /** The first UTC day. */
  @IsInstant() @IsDate() date_from: Date;

  /** The last UTC day, 367 days in all at most. */
  @IsInstant() @IsDate() date_to: Date;
}
