import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server that the kit may use, and how it is left. */
export interface RunningServer {
  /** Without a slash at its end. */
  url: string;
  /** The root key. */
  key: string;
  /** Ends it, or leaves it to the others that use it. */
  stop(): Promise<void>;
}

/** What a server is started with. */
export interface ServerOptions {
  /** The product's `main.js`; without it the installed one. */
  main?: string;
  /** Settings by the names of their environment variables, such as `{ DELIVERY_MAX_RETRIES: '2' }`. */
  settings?: Readonly<Record<string, string>>;
}

/** A root key for one server. */
export function newKey(): string {
  return randomBytes(24).toString('hex');
}

/** A folder for one server's data. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'pitlane-kit-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** What a server says before it is of use; the last lines name the cause of a failure. */
export function lastWords(output: string): string {
  return output.trim().split('\n').slice(-12).join('\n');
}
