import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..', '..', '..');
/** What ships: one command line, whatever of it runs. */
export const PITLANE = 'dist/pitlane.cjs';
export const START = [PITLANE, 'start'];

const PATIENCE_MS = 45_000;

export interface HowToRun {
  /** A file of the project that Node.js runs, and its arguments; with `program` only arguments. */
  command: readonly string[];
  /** Another program than Node.js, off the PATH. */
  program?: string;
  env?: Readonly<Record<string, string>>;
  /** Working folder; without it the project's. */
  cwd?: string | undefined;
}

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** From the signal, where there was one, to the end. */
  tookMs: number;
}

/** One process of the built product, leader of a process group as behind a terminal. */
export class ProductProcess {
  output = '';
  private readonly child: ChildProcess;
  private readonly ending: Promise<Omit<Ending, 'tookMs'>>;

  constructor({ command, program, env = {}, cwd = ROOT }: HowToRun) {
    const [file = '', ...rest] = command;
    const [run, args] = program === undefined ? [process.execPath, [join(ROOT, file), ...rest]] : [program, command];
    this.child = spawn(run, args, {
      cwd,
      detached: true,
      env: { PATH: process.env['PATH'] ?? '', TMPDIR: process.env['TMPDIR'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.ending = once(this.child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
    }));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Resolves when the output has this; fails when the process ends without. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = pattern.exec(this.output);
      if (found !== null) return found;
      if (this.hasEnded || performance.now() > deadline) {
        throw new Error(`It never said ${String(pattern)}, but:\n${this.output}`);
      }
      await Promise.race([this.ending, once(this.child.stdout!, 'data', { signal: AbortSignal.timeout(PATIENCE_MS) })]);
    }
  }

  /** Sends a signal to the whole group, as Ctrl-C does, and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Ending> {
    const askedAt = performance.now();
    this.signal(signal);
    return { ...(await this.ending), tookMs: performance.now() - askedAt };
  }

  /** Waits for it to end by itself. */
  ended(): Promise<Ending> {
    const startedAt = performance.now();
    return this.ending.then((ending) => ({ ...ending, tookMs: performance.now() - startedAt }));
  }

  signal(signal: NodeJS.Signals): void {
    if (this.hasEnded || this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, signal);
    } catch {
      // It ended in between.
    }
  }
}
