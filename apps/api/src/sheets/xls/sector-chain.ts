import { damagedFile } from './compound-header';

const CHAIN_END = 0xfffffffe;

/** The sectors that follow each other from the first one, by a table that names the next of each. */
export function chainOf(first: number, table: Uint32Array): Uint32Array {
  let length = 0;
  for (let sector = first; sector !== CHAIN_END; sector = table[sector] ?? CHAIN_END) {
    length += 1;
    if (sector >= table.length || length > table.length) throw damagedFile();
  }
  const chain = new Uint32Array(length);
  for (let at = 0, sector = first; at < length; at++, sector = table[sector] ?? CHAIN_END) chain[at] = sector;
  return chain;
}

/** Sectors that stand side by side in the file, up to `most` at a time. */
export function* runsOf(chain: Uint32Array, most: number): Generator<{ first: number; count: number }> {
  for (let at = 0; at < chain.length;) {
    const first = chain[at] ?? 0;
    let count = 1;
    while (count < most && chain[at + count] === first + count) count += 1;
    yield { first, count };
    at += count;
  }
}
