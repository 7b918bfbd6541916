import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMain } from './find-product';
import type { ServerOptions } from './running-server';

const UNREACHABLE_MS = 3_000;

/**
 * The folder in which those meet who share a server. A server that starts claims the next generation; what a crash left
 * behind is an older one, so that nobody ever has to remove what another may just have made.
 */
export class SharedPlace {
  private readonly firstSeen = new Map<number, number>();

  constructor(
    readonly folder: string,
    readonly main: string,
  ) {}

  socket(generation: number): string {
    return join(this.folder, `${String(generation)}.sock`);
  }

  /** The newest claim; 0: there is none. */
  latest(): number {
    if (!existsSync(this.folder)) return 0;
    const claims = readdirSync(this.folder).filter((name) => name.endsWith('.claim'));
    return Math.max(0, ...claims.map((name) => Number.parseInt(name, 10)));
  }

  /** Whether nobody stands behind a claim that could not be joined: the process is gone, or has not listened for a while. */
  isDead(generation: number): boolean {
    const since = this.firstSeen.get(generation) ?? performance.now();
    this.firstSeen.set(generation, since);
    return !this.isRunning(generation) || performance.now() - since > UNREACHABLE_MS;
  }

  private isRunning(generation: number): boolean {
    try {
      process.kill(Number(readFileSync(join(this.folder, `${String(generation)}.claim`), 'utf8')), 0);
      return true;
    } catch {
      return false;
    }
  }
}

/** One folder for each program, settings and name. */
export function placeOf({ main, settings = {}, name = '' }: ServerOptions & { name?: string }): SharedPlace {
  const program = findMain(main);
  const shared = JSON.stringify([program, Object.entries(settings).sort(), name]);
  const hash = createHash('sha256').update(shared).digest('hex').slice(0, 12);
  return new SharedPlace(join(tmpdir(), `pitlane-shared-${String(process.getuid?.() ?? 0)}-${hash}`), program);
}
