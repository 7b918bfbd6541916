import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process that has to do with a test's folder. Linux only. */
export interface FoundProcess {
  pid: number;
  parent: number;
  /** Of the program, without its path. */
  name: string;
  command: string;
}

/** Whoever works in the folder, or has its name in the command line or the environment. */
export function processesOf(folder: string): FoundProcess[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && belongsTo(pid, folder))
    .map((pid) => ({ pid, parent: parentOf(pid), name: read(pid, 'comm').trim(), command: read(pid, 'cmdline') }));
}

/** The PostgreSQL server of a folder: the one that no other one has made. */
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

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}

function belongsTo(pid: number, folder: string): boolean {
  // One that has ended and was not collected yet has none of the three.
  return (
    `${placeOf(pid)}/`.startsWith(`${folder}/`) ||
    read(pid, 'cmdline').includes(folder) ||
    read(pid, 'environ').includes(folder)
  );
}

function parentOf(pid: number): number {
  const stat = read(pid, 'stat');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function placeOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

function read(pid: number, name: 'cmdline' | 'comm' | 'environ' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
