import { IsOptional } from 'class-validator';
import { IsCap } from '../field-rules';

/** Most conversions, Success and Pending, in a UTC day, week, month and ever; `null` is no cap. */
export class CapFields {
  @IsOptional() @IsCap() dailyCap?: number | null;

  @IsOptional() @IsCap() weeklyCap?: number | null;

  @IsOptional() @IsCap() monthlyCap?: number | null;

  @IsOptional() @IsCap() allTimeCap?: number | null;
}
