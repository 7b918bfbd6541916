import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  Length,
  IsString,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { DEVICES } from '@app/domain';
import { Omittable } from '../field-rules';

const MOST_VALUES = 1_000;

const IsTextList = (): PropertyDecorator =>
  applyDecorators(
    Omittable(),
    IsArray(),
    ArrayMaxSize(MOST_VALUES),
    IsString({ each: true }),
    Length(1, 255, { each: true }),
  );

/** Inclusive at both ends. */
export class AgeRange {
  @Max(200) @Min(0) @IsInt() from: number;

  @Max(200) @Min(0) @IsInt() to: number;
}

/** Who may see an offer on the wall; a list that is left out or empty lets everyone in. G§2.2. */
export class TargetingFields {
  @Omittable()
  @Type(() => AgeRange)
  @ValidateNested({ each: true })
  @IsObject({ each: true })
  @ArrayMaxSize(100)
  @IsArray()
  ages?: AgeRange[];

  @IsTextList() genders?: string[];

  /** Two letters, three letters or the number. */
  @IsTextList() countries?: string[];

  @IsTextList() states?: string[];

  @IsTextList() postalCodes?: string[];

  @Omittable() @IsIn(DEVICES, { each: true }) @ArrayMaxSize(100) @IsArray() devices?: string[];

  @IsTextList() placements?: string[];
}
