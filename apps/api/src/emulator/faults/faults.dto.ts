import { FAIL_POINTS, type FailPoint, type FaultKind } from '@app/domain';
import { IsBoolean, IsInt, IsNumber, Matches, Max, Min } from 'class-validator';
import { Omittable } from '../../http/field-rules';
import { IsDuration, IsPlainText } from '../../http/lists/query-fields';

const LONGEST_DELAY_MS = 86_400_000;
export const MOST_FAILURES = 10_000;
export const LARGEST_SEED = 2_147_483_647;

/** How many of the next attempts fail, and where. */
export interface FailNext {
  times: number;
  /** `before`: nothing is sent. `send`: the receiver sees it, and its answer is lost. Left out: `before`. */
  after?: FailPoint;
}

/** What is to be done to callbacks and postbacks of the account; what is left out is not done. */
export class SetFaults {
  /** Share of successful attempts, 0 to 1, after which the same is sent once more under the same id. */
  @Omittable() @Max(1) @Min(0) @IsNumber() duplicate?: number;

  /** Two deliveries to one URL that may come in any order change places; callbacks of one conversion never do. */
  @Omittable() @IsBoolean() reorder?: boolean;

  /** Before every attempt, in platform time. */
  @Omittable() @IsDuration({ least: 0, most: LONGEST_DELAY_MS }) delay?: number;

  /** So many of the next attempts fail before anything is sent; or `{times, after}`. */
  @Omittable() failNext?: unknown;

  /** Only deliveries whose configured URL begins so. */
  @Omittable()
  @Matches(/^https?:\/\/./, { message: 'receiver must be the beginning of a URL, such as https://shop.example/hooks' })
  @IsPlainText()
  receiver?: string;

  /** With the same seed, the same delivery is treated alike on every run. */
  @Omittable() @Max(LARGEST_SEED) @Min(0) @IsInt() seed?: number;
}

/** What is done to callbacks and postbacks of the account. */
export interface FaultsView {
  duplicate: number;
  reorder: boolean;
  /** Milliseconds of platform time. */
  delay: number;
  /** `left` of them are still to fail; `null`: none was asked for. */
  failNext: { times: number; after: FailPoint; left: number } | null;
  receiver: string | null;
  seed: number;
  /** How often each was done since the account was last emptied. */
  injected: Record<FaultKind, number>;
}

export const FAIL_NEXT_FORMS = `a whole number from 1 to ${String(MOST_FAILURES)}, or {times, after} with after one of ${FAIL_POINTS.join(', ')}`;
