/** The database of this test file on the server of `TEST_REDIS_URL`; `undefined`: the queue lives in PostgreSQL. */
export function ownRedis(): string | undefined {
  const server = process.env['TEST_REDIS_URL'];
  if (server === undefined) return undefined;
  const url = new URL(server);
  // Files that run at the same time run in different workers of jest, which are numbered from 1.
  url.pathname = `/${process.env['JEST_WORKER_ID'] ?? '1'}`;
  return url.href;
}
