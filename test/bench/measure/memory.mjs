// Memory of a process tree, from /proc, in three ways. RSS counts shared pages once for each process that maps them. PSS shares them
// out, also to processes that are not of the tree, such as the other Node.js ones of this run. `whole` counts each page once
// and in full: memory of its own, shared memory, and the resident part of every file that the tree maps.
import { read, treeOf } from './process-tree.mjs';

const KIB_PER_MIB = 1_024;

/** In MiB; null where there is no /proc. */
export function treeMemory(pid) {
  const pids = treeOf(pid);
  if (pids === null) return null;
  let [pss, rss, anonymous] = [0, 0, 0];
  const files = new Map();
  for (const member of pids) {
    const total = fieldsOf(read(member, 'smaps_rollup'));
    pss += total.Pss;
    rss += total.Rss;
    anonymous += total.Pss - (total.Pss_File ?? 0);
    for (const [file, kib] of filePages(read(member, 'smaps'))) files.set(file, Math.max(files.get(file) ?? 0, kib));
  }
  const whole = anonymous + [...files.values()].reduce((sum, kib) => sum + kib, 0);
  const [pssMib, rssMib, wholeMib] = [pss, rss, whole].map((kib) => kib / KIB_PER_MIB);
  return { processes: pids.length, pssMib, rssMib, wholeMib };
}

/** `Name:  123 kB` lines as numbers. */
function fieldsOf(text) {
  const fields = { Pss: 0, Rss: 0 };
  for (const [, name, kib] of text.matchAll(/^(\w+): +(\d+) kB$/gm)) fields[name] = Number(kib);
  return fields;
}

/** Resident KiB of each mapped file, without pages that the process has made its own. */
function filePages(smaps) {
  const pages = new Map();
  let file = null;
  for (const line of smaps.split('\n')) {
    const mapping = /^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+ *(.*)$/.exec(line);
    if (mapping !== null) file = /^\/(?!dev\/)/.test(mapping[1]) ? mapping[1] : null;
    const [, name, kib] = /^(Rss|Anonymous): +(\d+) kB$/.exec(line) ?? [];
    if (file !== null && name !== undefined)
      pages.set(file, (pages.get(file) ?? 0) + (name === 'Rss' ? 1 : -1) * Number(kib));
  }
  return pages;
}
