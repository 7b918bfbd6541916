// A process with all below it, as /proc shows them.
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_MS = 0.1;
/** Behind the command of `stat`: time in the process and in the kernel, then the same of children that have ended. */
const TIMES = [11, 12, 13, 14];

/** A file of a process; empty where there is none. */
export function read(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

/** A process and all below it; null where there is no /proc. */
export function treeOf(root) {
  const childrenOf = new Map();
  let names;
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return null;
  }
  for (const name of names) {
    const parent = Number(fieldsOf(name)[1]);
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(childrenOf.get(pid) ?? []));
  return tree;
}

/** Milliseconds of processor time that a process and all below it have taken so far; null where there is no /proc. */
export function treeCpuMs(root) {
  const ticks = treeOf(root)?.map((pid) => TIMES.reduce((sum, index) => sum + Number(fieldsOf(pid)[index] ?? 0), 0));
  return ticks === undefined ? null : ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_MS;
}

/** Of `stat`, behind the command: that stands in parentheses and may hold anything, spaces too. */
function fieldsOf(pid) {
  const stat = read(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
