import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/system/product-process';

const run = promisify(execFile);
const MOST_MS = 240_000;
const BACKEND = process.env['TEST_REDIS_URL'] === undefined ? 'postgres' : 'redis';
/** Worker killed at nine points, api killed, one of three workers killed, PostgreSQL restarted; Redis restarted and away. */
const KILLS = { postgres: 12, redis: 14 };

describe('npm run chaos, each thing once', () => {
  it(
    'should find everything acknowledged, and the ledger equal to what the receiver saw',
    async () => {
      const { stdout } = await run(
        process.execPath,
        [join(ROOT, 'test/chaos/main.mjs'), '--short', '--seed', '20261121', '--backend', BACKEND],
        { timeout: MOST_MS },
      );
      expect(stdout).toContain(`: ${String(KILLS[BACKEND])} kills, `);
      expect(stdout).toMatch(/\| 0 \| 0 \|\n/);
    },
    MOST_MS,
  );
});
