import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './system/product-process';

const MAIN = join(ROOT, 'dist/apps/cli/src/main.js');

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

export interface RunOptions {
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  input?: string;
}

/** A command of the built product with nothing but this in its environment. */
export class CommandLine {
  constructor(private readonly env: Readonly<Record<string, string>>) {}

  run(...args: string[]): Promise<Ran> {
    return this.runWith({}, ...args);
  }

  /** Runs to the end, whatever that is. */
  async runWith({ env = {}, cwd = ROOT, input = '' }: RunOptions, ...args: string[]): Promise<Ran> {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd,
      env: { PATH: process.env['PATH'], ...this.env, ...env },
      timeout: 60_000,
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.stdin.on('error', () => undefined).end(input);
    const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
    return { code, out, err };
  }

  /** The answer of a command that works, as JSON. */
  async json<Answer>(...args: string[]): Promise<Answer> {
    const ran = await this.run(...args, '--json');
    if (ran.code !== 0) throw new Error(`pitlane ${args.join(' ')} left with ${String(ran.code)}: ${ran.err}`);
    return JSON.parse(ran.out) as Answer;
  }
}
