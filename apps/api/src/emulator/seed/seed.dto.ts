import { IsIn, IsOptional } from 'class-validator';

export class ExportQuery {
  /** `yaml`, the default, or `json`. */
  @IsOptional() @IsIn(['yaml', 'json']) format?: 'yaml' | 'json';

  /** `false` leaves clicks and conversions out. */
  @IsOptional() @IsIn(['true', 'false']) history?: 'true' | 'false';

  /** `true` adds the ids of everything, so that a load on another server makes the same ones. */
  @IsOptional() @IsIn(['true', 'false']) ids?: 'true' | 'false';
}
