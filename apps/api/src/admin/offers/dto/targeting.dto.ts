import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsObject, Length, IsString, Max, Min, ValidateNested } from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { Omittable } from '../../field-rules';

/** G§1.2. */
const DEVICES = ['IOS', 'Android', 'MacOS', 'Browser', 'All'];
const MOST_VALUES = 1_000;

const IsTextList = (): PropertyDecorator =>
  applyDecorators(Omittable(), IsArray(), ArrayMaxSize(MOST_VALUES), IsString({ each: true }), Length(1, 255, { each: true }));

/** Inclusive at both ends. */
export class AgeRange {
  @IsInt() @Min(0) @Max(200) from: number;

  @IsInt() @Min(0) @Max(200) to: number;
}

/** Who may see an offer on the wall; a list that is left out or empty lets everyone in. G§2.2. */
export class TargetingFields {
  @Omittable() @IsArray() @ArrayMaxSize(100) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => AgeRange) ages?: AgeRange[];

  @IsTextList() genders?: string[];

  /** Two letters, three letters or the number. */
  @IsTextList() countries?: string[];

  @IsTextList() states?: string[];

  @IsTextList() postalCodes?: string[];

  @Omittable() @IsArray() @ArrayMaxSize(100) @IsIn(DEVICES, { each: true }) devices?: string[];

  @IsTextList() placements?: string[];
}
