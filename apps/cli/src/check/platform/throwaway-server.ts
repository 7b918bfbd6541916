import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, startEmbeddedPostgres } from '@app/runtime';
import type { Server } from '../../admin-client';
import { freePort } from '../../free-port';

/**
 * Pitlane with a store of its own, which is gone once it is closed. Answers to nobody's settings; `timeoutMs` is what
 * attempts may take. `opened` gets what has to be closed again, in the order in which it was opened.
 */
export async function startThrowawayServer(timeoutMs: number, opened: (() => Promise<void>)[]): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pitlane-check-'));
  opened.push(() => rm(dataDir, { recursive: true, force: true, maxRetries: 3 }));
  const config = readConfig({
    PORT: String(await freePort('127.0.0.1')),
    PITLANE_DATA_DIR: dataDir,
    DELIVERY_TIMEOUT: `${String(timeoutMs)}ms`,
  });
  const launching = startEmbeddedPostgres({ dataDir });
  opened.push(async () => (await launching).stop());
  const [postgres, { startAllInOne }] = await Promise.all([launching, import('../../all-in-one.js')]);
  const running = await startAllInOne(config, postgres.url);
  opened.push(() => running.close());
  const url = `http://127.0.0.1:${String(running.api.port)}`;
  return { url, publicUrl: url, key: running.keys.adminKey };
}
