import { formatDuration, parseDuration } from '@app/runtime';
import { RETRY_PROFILES, waitsProblem, type RetryProfile } from '@app/domain';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString } from 'class-validator';
import { Problem } from '../http/problem';
import { Omittable } from '../http/field-rules';

/** When deliveries of a configuration are tried again. K§5.3. */
export class RetryFields {
  @Omittable() @IsIn(RETRY_PROFILES) profile?: RetryProfile;

  /** Own waits, such as `["30s", "2m"]`: at most 20, none longer than 7 days; none at all: no retry. Without: the profile's own ladder. */
  @IsOptional() @IsString({ each: true }) @ArrayMaxSize(20) @IsArray() waits?: string[] | null;
}

/** The same as it is shown; `waits` is `null` where the profile's own ladder counts. */
export interface RetryView {
  profile: RetryProfile;
  waits: string[] | null;
}

/** The same as rows keep it. */
export interface RetryColumns {
  retryProfile: RetryProfile;
  retryWaitsMs: string[] | null;
}

export const DEFAULT_RETRY: RetryColumns = { retryProfile: 'gokart', retryWaitsMs: null };

/** Throws a problem that names the field. */
export function toRetryColumns({ profile = 'gokart', waits = null }: RetryFields): RetryColumns {
  if (waits === null) return { retryProfile: profile, retryWaitsMs: null };
  const waitsMs = waits.map(parseDuration).map((waitMs, index) => waitMs ?? refuseWait(index));
  const problem = waitsProblem(waitsMs);
  if (problem !== null) throw Problem.field('retry.waits', problem);
  return { retryProfile: profile, retryWaitsMs: waitsMs.map(String) };
}

export function toRetryView({ retryProfile, retryWaitsMs }: RetryColumns): RetryView {
  return { profile: retryProfile, waits: retryWaitsMs?.map((waitMs) => formatDuration(Number(waitMs))) ?? null };
}

function refuseWait(index: number): never {
  throw Problem.field(`retry.waits.${index}`, 'A wait is a duration such as 250ms, 30s, 2m, 1h or 1d.');
}
