import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, runUntilSignal, startEmbeddedPostgres } from '@app/runtime';
import type { Command } from 'commander';
import { freePort } from '../free-port';
import { examples } from '../define';
import { Timeline } from '../timeline';

/** `pitlane demo` */
export function defineDemo(command: Command): void {
  examples(command, ['pitlane demo']).action(demo);
}

/** Plays the story in a store of its own, which is gone afterwards. Answers to nobody's settings: it needs none. */
async function demo(): Promise<void> {
  const startedAt = performance.now();
  const dataDir = await mkdtemp(join(tmpdir(), 'pitlane-demo-'));
  const opened: (() => Promise<void>)[] = [() => rm(dataDir, { recursive: true, force: true, maxRetries: 3 })];
  const end = async (): Promise<void> => {
    for (const close of opened.splice(0).toReversed()) await close();
  };
  const isEnding = runUntilSignal(end);
  try {
    await play(dataDir, opened);
  } catch (error) {
    // What was closed under its feet fails.
    if (!isEnding()) throw error;
  } finally {
    if (!isEnding()) await end();
  }
  if (isEnding()) return;
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stdout.write(`\nAll of it in ${seconds} s of real time. Now yours: npm start\n`);
}

/** `opened` gets what has to be closed again, in the order in which it was opened. */
async function play(dataDir: string, opened: (() => Promise<void>)[]): Promise<void> {
  const config = readConfig({ PORT: String(await freePort('127.0.0.1')), PITLANE_DATA_DIR: dataDir });
  const launching = startEmbeddedPostgres({ dataDir });
  opened.push(async () => (await launching).stop());
  const [postgres, { startAllInOne }, { playStory }] = await Promise.all([
    launching,
    import('../all-in-one.js'),
    import('../story.js'),
  ]);
  const running = await startAllInOne(config, postgres.url);
  opened.push(() => running.close());
  const url = `http://127.0.0.1:${String(running.api.port)}`;
  await playStory({ url, key: running.keys.adminKey, publicUrl: url }, new Timeline(process.stdout));
}
