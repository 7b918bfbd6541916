const SECTOR = 512;
const SMALL_SECTOR = 64;
const SMALL_BELOW = 4_096;
const FREE = 0xffffffff;
const CHAIN_END = 0xfffffffe;
const TABLE = 0xfffffffd;

const LISTED_IN_HEADER = 109;
const PER_SECTOR = SECTOR / 4;

/** The directory, the table of the small sectors, the stream; then the table of all, and where more of it is. */
const [DIRECTORY_AT, SMALL_TABLE_AT, STREAM_AT] = [0, 1, 2];

/** A compound file of one stream; short ones stand in the small sectors, as they have to. */
export function compoundOf(stream: Buffer, name = 'Workbook'): Buffer {
  const isSmall = stream.length < SMALL_BELOW;
  const sectors = Math.ceil(stream.length / SECTOR);
  const tables = Math.ceil((STREAM_AT + sectors + 8) / (PER_SECTOR - 2));
  const tableAt = STREAM_AT + sectors;
  const places = Array.from({ length: tables }, (_, index) => tableAt + index);
  const table = tableOf([CHAIN_END, CHAIN_END, ...chain(sectors, STREAM_AT), ...places.map(() => TABLE)], tables);
  const smallTable = tableOf(isSmall ? chain(Math.ceil(stream.length / SMALL_SECTOR), 0) : [], 1);
  const root = entry('Root Entry', 5, isSmall ? [STREAM_AT, stream.length] : [CHAIN_END, 0]);
  const directory = Buffer.concat([root, entry(name, 2, [isSmall ? 0 : STREAM_AT, stream.length])]);
  const parts = [
    header(places, tableAt + tables),
    directory,
    smallTable,
    stream,
    table,
    moreOf(places, tableAt + tables),
  ];
  return Buffer.concat(parts.map((part) => Buffer.concat([part], Math.ceil(part.length / SECTOR) * SECTOR)));
}

/** A record of a workbook stream. */
export function record(type: number, ...data: (number[] | Buffer)[]): Buffer {
  const body = Buffer.concat(data.map((piece) => Buffer.from(piece)));
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(body.length, 2);
  return Buffer.concat([head, body]);
}

function chain(length: number, first: number): number[] {
  return Array.from({ length }, (_, index) => (index === length - 1 ? CHAIN_END : first + index + 1));
}

function tableOf(next: number[], sectors: number): Buffer {
  const bytes = Buffer.alloc(SECTOR * sectors, 0xff);
  next.forEach((sector, index) => bytes.writeUInt32LE(sector, index * 4));
  return bytes;
}

/** The places of the table that the header has no room for: each sector ends with the place of the next one. */
function moreOf(places: number[], at: number): Buffer {
  const sectors: Buffer[] = [];
  for (let from = LISTED_IN_HEADER; from < places.length; from += PER_SECTOR - 1) {
    const listed = places.slice(from, from + PER_SECTOR - 1);
    const filled = [...listed, ...Array<number>(PER_SECTOR - 1 - listed.length).fill(FREE)];
    sectors.push(tableOf([...filled, at + sectors.length + 1], 1));
  }
  return Buffer.concat(sectors);
}

function header(places: number[], moreAt: number): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt16LE(6, 32);
  const words = { 44: places.length, 48: DIRECTORY_AT, 56: SMALL_BELOW, 60: SMALL_TABLE_AT, 64: 1, 68: moreAt };
  for (const [at, word] of Object.entries(words)) bytes.writeUInt32LE(word, Number(at));
  for (let index = 0; index < LISTED_IN_HEADER; index++) bytes.writeUInt32LE(places[index] ?? FREE, 76 + index * 4);
  return bytes;
}

function entry(name: string, kind: number, [first, length]: [number, number]): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write(name, 'utf16le');
  bytes.writeUInt16LE((name.length + 1) * 2, 64);
  bytes[66] = kind;
  bytes.writeUInt32LE(first, 116);
  bytes.writeUInt32LE(length, 120);
  return bytes;
}
