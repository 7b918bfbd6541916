// Sends a file that a run kept to a server of its own, and tells what came.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { withValues } from './failures.mjs';
import { measureAlone } from './suspects.mjs';
import { TARGETS } from './targets.mjs';
import { Wire } from './wire.mjs';
import { World } from './world.mjs';

const PATIENCE_MS = 30_000;
const QUIET_MS = 500;
const SHOWN = 2_000;

export async function replay(file) {
  const world = await World.open();
  try {
    const account = await world.newAccount('fuzz-replay');
    const bytes = withValues(await readFile(file), account);
    const wire = new Wire(world.port);
    const isAlone = basename(file).startsWith('raw-');
    const answer = isAlone
      ? await wire.sendAlone(bytes, { patienceMs: PATIENCE_MS, quietMs: QUIET_MS })
      : await wire.send(bytes, { patienceMs: PATIENCE_MS });
    const [{ limitMs }] = TARGETS;
    const alone = await measureAlone({ bytes, path: '', isAlone, limitMs }, world);
    const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`);
    const shown = answer.body.toString('utf8').slice(0, SHOWN);
    const times = `${Math.round(answer.ms)} ms; alone ${Math.round(alone.ms)} ms, the event loop busy for ${Math.round(alone.busyMs)} ms`;
    return [`${answer.status}, ${times}`, ...headers, '', shown, ...world.newErrors()].join('\n');
  } finally {
    await world.close();
  }
}
