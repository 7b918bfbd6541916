import type { Log } from '@app/runtime';
import { Redis } from 'ioredis';

/** Longer than a healthy answer takes where this process has to wait for the machine, and bearable for the few who wait. */
const LONGEST_ANSWER_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/** A connection on which every command fails at once while Redis is away. */
export function openLimitStore(url: string, log: Log): Redis {
  const store = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: LONGEST_ANSWER_MS,
    retryStrategy: (times) => Math.min(times * 200, LONGEST_PAUSE_MS),
    connectionName: 'pitlane-limits',
  });
  let isTold = false;
  store.on('ready', () => {
    isTold = false;
  });
  store.on('error', (error: unknown) => {
    if (!isTold) log.warn({ err: error }, 'Redis does not answer: each process counts its callers for itself');
    isTold = true;
  });
  return store;
}
