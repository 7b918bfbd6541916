import { Redis } from 'ioredis';
import { bad, messageOf, ok, type Finding } from './finding';

const PATIENCE_MS = 5_000;

/** Whether Redis lets us in. */
export async function lookAtRedis(url: string): Promise<Finding> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason = '';
  redis.on('error', (error: Error) => {
    reason = messageOf(error);
  });
  try {
    await redis.connect();
    await redis.ping();
    return ok('redis', 'It answers.');
  } catch (error) {
    return bad(
      'redis',
      `REDIS_URL does not answer: ${reason === '' ? messageOf(error) : reason}`,
      'Start it, or mend REDIS_URL.',
    );
  } finally {
    redis.disconnect();
  }
}
