/**
 * Address of a Redis for the tests of this file alone, where TEST_REDIS_URL names a server: one of its databases, emptied
 * before the first test. `undefined`: the queue lives in the test database.
 */
export function testRedisUrl(): string | undefined {
  const server = process.env['TEST_REDIS_URL'];
  if (server === undefined) return undefined;
  const url = new URL(server);
  // Files that run at the same time run in different workers of jest, which are numbered from 1.
  url.pathname = `/${process.env['JEST_WORKER_ID'] ?? '1'}`;
  beforeAll(() => emptyRedis(url.href));
  return url.href;
}

async function emptyRedis(url: string): Promise<void> {
  const { Redis } = await import('ioredis');
  const redis = new Redis(url);
  await redis.flushdb();
  redis.disconnect();
}
