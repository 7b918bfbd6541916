// ZIP archives by hand: no library writes what is not true.
import { crc32, deflateRawSync } from 'node:zlib';

const STORED = 0;
const DEFLATED = 8;
const PACKED = new Map();

/**
 * An archive of `entries`, each `{name, data}` and, where it is not to be true, `method`, `crc`, `bytes`, `packedBytes`, `offset`,
 * `flags`; `end` may lie about the directory: `entries`, `bytes`, `offset`, `comment`.
 */
export function zipOf(entries, end = {}) {
  const pieces = [];
  const directory = [];
  let at = 0;
  for (const entry of entries) {
    const { local, central } = writeEntry(entry, at);
    pieces.push(local);
    directory.push(central);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([
    ...pieces,
    central,
    endOf({ entries: entries.length, bytes: central.length, offset: at, comment: '', ...end }),
  ]);
}

function writeEntry({ name, data, ...lies }, at) {
  const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data);
  const method = lies.method ?? DEFLATED;
  const packed = method === STORED ? bytes : deflated(bytes);
  const nameBytes = Buffer.from(name);
  const told = {
    flags: 0,
    crc: crc32(bytes),
    bytes: bytes.length,
    packedBytes: packed.length,
    offset: at,
    ...lies,
    method,
  };
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  writeFields(local, 4, told);
  local.writeUInt16LE(nameBytes.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  writeFields(central, 6, told);
  central.writeUInt16LE(nameBytes.length, 28);
  central.writeUInt32LE(told.offset >>> 0, 42);
  return { local: Buffer.concat([local, nameBytes, packed]), central: Buffer.concat([central, nameBytes]) };
}

/** What a local header and the directory tell alike, from the version needed on. */
function writeFields(header, from, { flags, method, crc, bytes, packedBytes }) {
  header.writeUInt16LE(20, from);
  header.writeUInt16LE(flags, from + 2);
  header.writeUInt16LE(method, from + 4);
  header.writeUInt32LE(crc >>> 0, from + 10);
  header.writeUInt32LE(packedBytes >>> 0, from + 14);
  header.writeUInt32LE(bytes >>> 0, from + 18);
}

function endOf({ entries, bytes, offset, comment }) {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries & 0xffff, 8);
  end.writeUInt16LE(entries & 0xffff, 10);
  end.writeUInt32LE(bytes >>> 0, 12);
  end.writeUInt32LE(offset >>> 0, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, Buffer.from(comment)]);
}

/** Large parts come again and again. */
function deflated(bytes) {
  if (bytes.length < 100_000) return deflateRawSync(bytes);
  const key = `${bytes.length} ${crc32(bytes)}`;
  if (!PACKED.has(key)) PACKED.set(key, deflateRawSync(bytes, { level: 9 }));
  return PACKED.get(key);
}
