import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process that belongs to a test: it works in the test's folder, or names it in its command line. Linux only. */
export interface FoundProcess {
  pid: number;
  parent: number;
  /** Of the program, without its path. */
  name: string;
  command: string;
}

export function processesOf(folder: string): FoundProcess[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .map((pid) => ({ pid, parent: parentOf(pid), name: readText(pid, 'comm').trim(), command: commandOf(pid) }))
    .filter(({ pid, command }) => `${placeOf(pid)}/`.startsWith(`${folder}/`) || command.includes(folder));
}

/** The PostgreSQL server of a folder: the one process there that no other one there has made. */
export function serverOf(folder: string): number {
  const found = processesOf(folder).filter(({ name }) => name === 'postgres');
  const server = found.find(({ parent }) => found.every(({ pid }) => pid !== parent));
  if (server === undefined) throw new Error(`No PostgreSQL runs in ${folder}.`);
  return server.pid;
}

/** Everything of a folder at once, and again until nothing new shows up. */
export function killAllOf(folder: string): void {
  for (let found = processesOf(folder); found.length > 0; found = processesOf(folder)) {
    for (const { pid } of found) kill(pid);
  }
}

export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in between.
  }
}

function commandOf(pid: number): string {
  return readText(pid, 'cmdline').replaceAll('\0', ' ').trim();
}

function parentOf(pid: number): number {
  const stat = readText(pid, 'stat');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function placeOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

function readText(pid: number, name: 'cmdline' | 'comm' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
