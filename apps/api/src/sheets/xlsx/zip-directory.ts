import { UnreadableSheet } from '../sheet';

/** Where a part stands in the archive. */
export interface ZipEntry {
  offset: number;
  packedBytes: number;
  bytes: number;
  crc: number;
  isDeflated: boolean;
}

interface DirectoryEnd {
  offset: number;
  bytes: number;
  entries: number;
}

const END = { mark: 0x06054b50, bytes: 22 };
const ENTRY = { mark: 0x02014b50, bytes: 46 };
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
const BEYOND_32_BITS = 0xffffffff;
const MOST_PARTS = 10_000;

/** Finds where the directory is, in the last bytes of an archive. */
export function directoryEnd(tail: Buffer): DirectoryEnd {
  for (let at = tail.length - END.bytes; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END.mark || at + END.bytes + tail.readUInt16LE(at + 20) !== tail.length) continue;
    const entries = tail.readUInt16LE(at + 10);
    const [bytes, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
    if (offset === BEYOND_32_BITS || bytes === BEYOND_32_BITS) throw zip64();
    if (entries > MOST_PARTS) throw new UnreadableSheet('The workbook has too many parts.');
    return { offset, bytes, entries };
  }
  throw new UnreadableSheet('The workbook is cut off: it is a ZIP archive without a directory.');
}

/** The parts by name, in lower case. */
export function directoryEntries(directory: Buffer, count: number): Map<string, ZipEntry> {
  const found = new Map<string, ZipEntry>();
  let at = 0;
  for (let entry = 0; entry < count; entry++) {
    if (at + ENTRY.bytes > directory.length || directory.readUInt32LE(at) !== ENTRY.mark) throw damaged();
    const nameEnd = at + ENTRY.bytes + directory.readUInt16LE(at + 28);
    const name = directory
      .toString('utf8', at + ENTRY.bytes, nameEnd)
      .replaceAll('\\', '/')
      .toLowerCase();
    if (found.has(name)) throw damaged();
    found.set(name, entryAt(directory.subarray(at, at + ENTRY.bytes)));
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return found;
}

function entryAt(header: Buffer): ZipEntry {
  if ((header.readUInt16LE(8) & ENCRYPTED) !== 0) throw new UnreadableSheet('The workbook is protected by a password.');
  const method = header.readUInt16LE(10);
  if (method !== STORED && method !== DEFLATED) {
    throw new UnreadableSheet('The workbook is packed in a way that is not read here.');
  }
  const [packedBytes, bytes, offset] = [header.readUInt32LE(20), header.readUInt32LE(24), header.readUInt32LE(42)];
  if ([packedBytes, bytes, offset].includes(BEYOND_32_BITS)) throw zip64();
  return { offset, packedBytes, bytes, crc: header.readUInt32LE(16), isDeflated: method === DEFLATED };
}

function damaged(): UnreadableSheet {
  return new UnreadableSheet('The workbook is damaged.');
}

function zip64(): UnreadableSheet {
  return new UnreadableSheet('The workbook is a ZIP64 archive, which is not read here.');
}
