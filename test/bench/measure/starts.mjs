// How long a start takes until "Ready." is printed: with a new data directory, and again with the same one.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { npmCommand, PITLANE, ROOT } from '../program/built.mjs';
import { Program } from '../program/processes.mjs';
import { medianOf } from '../stats.mjs';

const WAYS = {
  direct: { command: process.execPath, args: [PITLANE, 'start'] },
  npm: { command: npmCommand(), args: ['start'] },
};

/** Medians in milliseconds: `{direct: {first, later}, npm: {first, later}, node}`. */
export async function measureStarts({ plan, note }) {
  const result = { node: (await timed(process.execPath, ['-e', 'console.log("Ready.")'])).ms };
  for (const [name, way] of Object.entries(WAYS)) {
    const rounds = [];
    for (let round = 0; round < plan.starts; round++) rounds.push(await firstAndLater(way));
    result[name] = {
      first: medianOf(rounds, 'first'),
      later: medianOf(rounds, 'later'),
      stop: medianOf(rounds, 'stop'),
      rounds,
    };
    note(
      `${name}: first ${rounds.map(({ first }) => Math.round(first)).join(' ')} ms, later ${rounds.map(({ later }) => Math.round(later)).join(' ')} ms`,
    );
  }
  return result;
}

async function firstAndLater({ command, args }) {
  const dataDir = await mkdtemp(join(tmpdir(), 'pitlane-bench-'));
  try {
    const settings = { PITLANE_DATA_DIR: dataDir, PORT: '0' };
    const first = await timed(command, args, settings);
    const later = await timed(command, args, settings);
    return { first: first.ms, later: later.ms, stop: later.stopMs };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function timed(command, args, settings = {}) {
  const startedAt = performance.now();
  const program = Program.spawn(command, args, { settings, cwd: ROOT });
  await program.printed(/^Ready\./m);
  const ms = performance.now() - startedAt;
  const stoppedAt = performance.now();
  await program.stop();
  return { ms, stopMs: performance.now() - stoppedAt };
}
