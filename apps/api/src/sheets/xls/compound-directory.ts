import { damagedFile } from './compound-header';

/** Where a stream begins. */
export interface StreamEntry {
  first: number;
  bytes: number;
}

const ENTRY_BYTES = 128;
const LONGEST_NAME_BYTES = 64;
const STREAM = 2;
const ROOT = 5;

/** The streams by name, in lower case; the root, which holds the short ones, has none. */
export function directoryOf(directory: Buffer): Map<string, StreamEntry> {
  const found = new Map<string, StreamEntry>();
  for (let at = 0; at + ENTRY_BYTES <= directory.length; at += ENTRY_BYTES) {
    const kind = directory[at + 66];
    if (kind !== STREAM && kind !== ROOT) continue;
    const nameBytes = Math.min(directory.readUInt16LE(at + 64), LONGEST_NAME_BYTES);
    const name = kind === ROOT ? '' : directory.toString('utf16le', at, at + Math.max(0, nameBytes - 2)).toLowerCase();
    if (found.has(name)) continue;
    found.set(name, { first: directory.readUInt32LE(at + 116), bytes: directory.readUInt32LE(at + 120) });
  }
  if (!found.has('')) throw damagedFile();
  return found;
}
