import { join } from 'node:path';
import { startPitlane, type Platform, type StartOptions } from '../../../libs/testkit/src';
import { ownRedis } from '../support/own-redis';
import { ROOT } from '../support/system/product-process';

/** The product as it was built. */
export const MAIN = join(ROOT, 'dist/apps/cli/src/main.js');

/** On Redis where the tests run on it. */
export function settings(): Record<string, string> {
  const redis = ownRedis();
  return redis === undefined ? {} : { REDIS_URL: redis };
}

/** One platform for all tests of a spec file, as a user of the kit has it. */
export function testPlatform(options: StartOptions = {}): () => Platform {
  let platform: Platform | null = null;
  beforeAll(async () => {
    platform = await startPitlane({ main: MAIN, settings: settings(), ...options });
  });
  afterAll(async () => {
    await platform?.stop();
  });
  return () => {
    if (platform === null) throw new Error('The platform runs in hooks and tests only.');
    return platform;
  };
}
