import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, startEmbeddedPostgres } from '@app/runtime';
import { freePort } from '../free-port';
import { Timeline } from '../timeline';

/** Plays the story in a store of its own, which is gone afterwards. Answers to nobody's settings: it needs none. */
export async function demo(): Promise<void> {
  const startedAt = performance.now();
  const dataDir = await mkdtemp(join(tmpdir(), 'pitlane-demo-'));
  const config = readConfig({ PORT: String(await freePort('127.0.0.1')), PITLANE_DATA_DIR: dataDir });
  const [postgres, { startAllInOne }, { playStory }] = await Promise.all([
    startEmbeddedPostgres({ dataDir }),
    import('../all-in-one.js'),
    import('../story.js'),
  ]);
  try {
    const running = await startAllInOne(config, postgres.url);
    try {
      const url = `http://127.0.0.1:${String(running.api.port)}`;
      await playStory({ url, key: running.keys.adminKey, publicUrl: url }, new Timeline(process.stdout));
    } finally {
      await running.close();
    }
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  process.stdout.write(
    `\nAll of it in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s of real time. Now yours: npm start\n`,
  );
}
