import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEASH } from './child';
import { environmentOf } from './environment';
import { lastWords, newFolder, newKey, removeFolder } from './running-server';
import type { SharedPlace } from './shared-place';

/** Starts shared servers, one at a time: of several that are started at once, all but one end at once and in peace. */
export class SharedStart {
  private child: ChildProcess | null = null;
  private log = '';

  constructor(
    private readonly place: SharedPlace,
    private readonly settings: Readonly<Record<string, string>>,
    private readonly lingerMs: number,
  ) {}

  /** Starts one unless one is on its way. Throws with its own words when the last one has failed. */
  next(generation: number): void {
    const code = this.child?.exitCode ?? null;
    if (this.child !== null && code === null && this.child.signalCode === null) return;
    if (this.child !== null && code !== 0) {
      throw new Error(`Pitlane did not start:\n${lastWords(readFileSync(this.log, 'utf8'))}`);
    }
    this.start(generation);
  }

  private start(generation: number): void {
    const data = newFolder();
    const { folder, main } = this.place;
    const leash = { remove: data, shared: { folder, generation, lingerMs: this.lingerMs } };
    this.log = join(folder, `${String(generation)}.log`);
    const log = openSync(this.log, 'a', 0o600);
    this.child = spawn(process.execPath, ['--require', LEASH, main, 'start'], {
      detached: true,
      stdio: ['ignore', log, log],
      env: environmentOf({
        ...{ PORT: '0', PITLANE_DATA_DIR: data, PITLANE_ADMIN_KEY: newKey() },
        ...this.settings,
        PITLANE_LEASH: JSON.stringify(leash),
      }),
    });
    closeSync(log);
    this.child.unref();
    this.child.on('exit', () => removeFolder(data));
  }
}
