import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsNumber, IsObject, Max, Min, ValidateNested } from 'class-validator';
import { HasNoProblem, Omittable } from '../../http/field-rules';
import { IsDuration } from '../../http/lists/query-fields';
import { LARGEST_SEED } from '../faults/faults.dto';

const MOST_RULES = 20;
const LONGEST_PATH = 500;
const LONGEST_DELAY_MS = 60_000;
const MOST_TIMES = 1_000_000;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const STATUSES = [429, 500, 503] as const;

/** Where integrators call. Administration and these controls always answer as they are. */
const FAULTY = ['/api/v1/', '/track', '/postback', '/r/', '/offer-wall'];

/** Which calls of the public and management API are answered otherwise than they should be. */
export class ApiFaultRule {
  /** Left out: any. */
  @Omittable() @IsIn(METHODS) method?: (typeof METHODS)[number];

  /** Path without query; each `*` stands for any characters, slashes too: `/api/v1/offer-wall/*`. */
  @HasNoProblem(pathProblem) path: string;

  /** Answered instead of carrying the call out: 429 and 503 with `Retry-After: 1`. */
  @Omittable() @IsIn(STATUSES) status?: (typeof STATUSES)[number];

  /** Real time before the call is answered or carried out, at most 60s. */
  @Omittable() @IsDuration({ least: 0, most: LONGEST_DELAY_MS }) delay?: number;

  /** So often, then no more. Left out: always. */
  @Omittable() @Max(MOST_TIMES) @Min(1) @IsInt() times?: number;

  /** Share of the calls, 0 to 1. Left out: all. */
  @Omittable() @Max(1) @Min(0) @IsNumber() probability?: number;

  /** With the same seed, the same calls in a row are met on every run. */
  @Omittable() @Max(LARGEST_SEED) @Min(0) @IsInt() seed?: number;
}

export class SetApiFaults {
  /** The first that is for a call counts. */
  @Type(() => ApiFaultRule)
  @ValidateNested({ each: true })
  @IsObject({ each: true })
  @ArrayMaxSize(MOST_RULES)
  @IsArray()
  rules: ApiFaultRule[];
}

export interface ApiFaultRuleView {
  method: string | null;
  path: string;
  status: number | null;
  /** Milliseconds. */
  delay: number;
  times: number | null;
  probability: number;
  seed: number;
  /** Calls that it was for. */
  calls: number;
  /** Those of them that were met. */
  injected: number;
}

export interface ApiFaultsView {
  rules: ApiFaultRuleView[];
}

function pathProblem(path: string): string | null {
  if (path.length > LONGEST_PATH) return `path must have at most ${String(LONGEST_PATH)} characters`;
  if (/[?#\s]/.test(path)) return 'path must have no query, no fragment and no white space';
  const isFaulty = FAULTY.some((prefix) => path.startsWith(prefix));
  return isFaulty ? null : `path must begin with one of ${FAULTY.join(', ')}`;
}
