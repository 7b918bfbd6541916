import { mkdirSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunningServer, ServerOptions } from './running-server';
import { placeOf, type SharedPlace } from './shared-place';
import { SharedStart } from './shared-start';
import { endAt, joinAt } from './shared-socket';

export interface SharedOptions extends ServerOptions {
  /** Whoever gives the same name, settings and program shares a server. */
  name?: string;
  /** Milliseconds that the server stays when nobody uses it: longer than from one test file to the next. */
  lingerMs?: number;
}

const LINGER_MS = 3_000;
const LOOK_AGAIN_MS = 20;
const PATIENCE_MS = 60_000;

/**
 * Joins the server that parallel test files share; whoever comes first starts it. It is nobody's child: it ends when
 * the last connection of those who use it has closed, and a killed process closes its connections, too.
 */
export async function joinShared(options: SharedOptions): Promise<RunningServer> {
  if (process.platform === 'win32') {
    throw new Error('A shared server needs sockets in a folder, which Windows has not.');
  }
  const place = placeOf(options);
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  refuseForeign(place.folder);
  const start = new SharedStart(place, options.settings ?? {}, options.lingerMs ?? LINGER_MS);
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const generation = place.latest();
    const joined = generation === 0 ? null : await joinAt(place.socket(generation), deadline);
    if (joined !== null) return joined;
    if (generation === 0 || place.isDead(generation)) start.next(generation + 1);
    await pause(LOOK_AGAIN_MS);
  }
  throw new Error(`No shared server within ${String(PATIENCE_MS / 1_000)} s. Remove ${place.folder} if none runs.`);
}

/** Ends the shared server for all who use it; nothing where none runs. */
export async function endShared(options: SharedOptions): Promise<void> {
  const place: SharedPlace = placeOf(options);
  const generation = place.latest();
  if (generation > 0) await endAt(place.socket(generation));
}

/** The folder hands out a root key: it must be nobody else's. */
function refuseForeign(folder: string): void {
  const mine = process.getuid?.();
  if (mine !== undefined && statSync(folder).uid !== mine) throw new Error(`${folder} belongs to another user.`);
}
