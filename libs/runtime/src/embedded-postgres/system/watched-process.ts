import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { errorMessage } from '../errors';
import type { Account } from './account';
import { spawnAs } from './run';

/**
 * Becomes the program, after leaving a watcher behind that stops it when descriptor 3 closes without a word: that is how
 * Node's death by SIGKILL looks from here. The watcher is nobody's child (hence the two brackets), since PostgreSQL
 * takes a child it does not know for a crash. `$$` is the number of this shell, and thus of the program.
 */
const WATCH = `( (
  trap '' HUP INT QUIT TERM
  IFS= read -r _ <&3 && exit
  kill -INT $$
  for _ in 1 2 3 4; do sleep 1; kill -0 $$ || exit; done
  kill -QUIT $$
) >/dev/null 2>&1 & )
exec "$@" 3<&-`;

/** A long-running program that keeps running when Ctrl-C is pressed, and is stopped when this process is killed. */
export class WatchedProcess {
  /** Settles when the program has ended, or could not be started at all. */
  readonly ended: Promise<void>;
  hasEnded = false;
  /** Why the program could not be started, if so. */
  failure: string | undefined;

  private readonly child: ChildProcess;
  private readonly watcher: Socket | undefined;
  private readonly watcherLeft: Promise<unknown>;

  /** `log` is a file descriptor that takes what the program prints. */
  constructor(account: Account, command: readonly string[], { cwd, log }: { cwd: string; log: number }) {
    const isWatched = process.platform !== 'win32';
    const [program = '', ...args] = isWatched ? ['/bin/sh', '-c', WATCH, 'pitlane', ...command] : command;
    this.child = spawnAs(account, [program, ...args], {
      cwd,
      stdio: ['ignore', log, log, isWatched ? 'pipe' : 'ignore'],
    });
    const line = this.child.stdio[3];
    this.watcher = line instanceof Socket ? line : undefined;
    this.watcherLeft = this.watcher ? once(this.watcher.resume(), 'close').catch(() => undefined) : Promise.resolve();
    this.ended = this.observe();
    // What runs beside it decides how long Node runs; if nothing does, the watcher stops the program.
    this.child.unref();
    this.watcher?.unref();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Settles when nothing is left of the program that has ended, nor of its watcher. */
  async vanished(): Promise<void> {
    this.watcher?.ref();
    await this.ended;
    await this.watcherLeft;
  }

  private async observe(): Promise<void> {
    try {
      await once(this.child, 'exit');
    } catch (error) {
      this.failure = errorMessage(error);
    }
    this.hasEnded = true;
    // One line releases the watcher: the number may soon be another program's.
    this.watcher?.end('\n');
  }
}
