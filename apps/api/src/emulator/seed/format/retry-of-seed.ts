import { waitsProblem, type RetryProfile } from '@app/domain';
import { formatDuration, parseDuration } from '@app/runtime';
import type { Path, SeedProblem } from './place';
import type { SeedRetry } from './seed';

/** What is wrong with waits besides their shape. K§5.3. */
export function retryProblems(retry: SeedRetry | undefined, path: Path): SeedProblem[] {
  const waits = retry?.waits ?? [];
  const unread = waits.flatMap((wait, index) =>
    parseDuration(wait) === null
      ? [{ path: [...path, 'waits', index], message: 'must be a duration such as 250ms, 30s, 2m, 1h or 1d' }]
      : [],
  );
  if (unread.length > 0) return unread;
  const problem = waitsProblem(waits.map((wait) => parseDuration(wait) ?? 0));
  return problem === null ? [] : [{ path: [...path, 'waits'], message: `: ${problem}` }];
}

/** The columns of a configuration that says when deliveries are tried again. */
export function toRetryRow(retry: SeedRetry | undefined): {
  retry_profile: RetryProfile;
  retry_waits_ms: number[] | null;
} {
  const waits = retry?.waits ?? null;
  return {
    retry_profile: retry?.profile ?? 'gokart',
    retry_waits_ms: waits?.map((wait) => parseDuration(wait) ?? 0) ?? null,
  };
}

/** The other way round; `undefined`: as it is where nothing is said. */
export function toRetry(profile: RetryProfile, waitsMs: readonly number[] | null): SeedRetry | undefined {
  if (profile === 'gokart' && waitsMs === null) return undefined;
  return {
    ...(profile !== 'gokart' && { profile }),
    ...(waitsMs !== null && { waits: waitsMs.map(formatDuration) }),
  };
}
