import { open, type FileHandle } from 'node:fs/promises';
import { sliceOf } from '../file-slice';
import { PIECE_BYTES } from '../in-turns';
import { compoundLayout, damagedFile, HEADER_BYTES, SMALL_SECTOR_BYTES, type CompoundLayout } from './compound-header';
import { directoryOf, type StreamEntry } from './compound-directory';
import { chainOf, runsOf } from './sector-chain';

/** Far more than the list of streams needs, or the table of short ones. */
const MOST_LIST_BYTES = 4 * 1_048_576;

/** A compound file, the file system in a file that old workbooks stand in. @throws UnreadableSheet */
export class CompoundFile {
  private constructor(
    private readonly file: FileHandle,
    private readonly layout: CompoundLayout,
    private readonly table: Uint32Array,
    private readonly streams: ReadonlyMap<string, StreamEntry>,
  ) {}

  static async open(path: string): Promise<CompoundFile> {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const layout = compoundLayout(await sliceOf(file, 0, HEADER_BYTES));
      const table = await readTable(file, layout, Math.ceil(size / layout.sectorBytes));
      const directory = await readAll(file, layout, chainOf(layout.directory, table));
      return new CompoundFile(file, layout, table, directoryOf(directory));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  has(name: string): boolean {
    return this.streams.has(name.toLowerCase());
  }

  /** The bytes of a stream from one of them on. */
  async *read(name: string, from = 0): AsyncGenerator<Buffer> {
    const stream = this.streams.get(name.toLowerCase());
    if (stream === undefined || from > stream.bytes) throw damagedFile();
    if (stream.bytes < this.layout.smallBelow) {
      yield (await this.readSmall(stream)).subarray(from);
      return;
    }
    const { sectorBytes } = this.layout;
    const chain = chainOf(stream.first, this.table);
    if (chain.length * sectorBytes < stream.bytes) throw damagedFile();
    const skipped = Math.floor(from / sectorBytes);
    let left = stream.bytes - from;
    let start = from % sectorBytes;
    for (const { first, count } of runsOf(chain.subarray(skipped), PIECE_BYTES / sectorBytes)) {
      const length = Math.min(left, count * sectorBytes - start);
      if (length <= 0) return;
      yield await sliceOf(this.file, (first + 1) * sectorBytes + start, length);
      left -= length;
      start = 0;
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }

  /** Short streams share the sectors of the root. */
  private async readSmall({ first, bytes }: StreamEntry): Promise<Buffer> {
    const root = this.streams.get('');
    if (root === undefined) throw damagedFile();
    const { sectorBytes, smallTable } = this.layout;
    const small = asTable(await readAll(this.file, this.layout, chainOf(smallTable, this.table)));
    const home = chainOf(root.first, this.table);
    const pieces: Buffer[] = [];
    for (const sector of chainOf(first, small).subarray(0, Math.ceil(bytes / SMALL_SECTOR_BYTES))) {
      const at = sector * SMALL_SECTOR_BYTES;
      const outer = home[Math.floor(at / sectorBytes)];
      if (outer === undefined) throw damagedFile();
      pieces.push(await sliceOf(this.file, (outer + 1) * sectorBytes + (at % sectorBytes), SMALL_SECTOR_BYTES));
    }
    const all = Buffer.concat(pieces);
    if (all.length < bytes) throw damagedFile();
    return all.subarray(0, bytes);
  }
}

/** The table of the next sectors, which stands in sectors itself; those of a large file are listed in further ones. */
async function readTable(file: FileHandle, layout: CompoundLayout, sectors: number): Promise<Uint32Array> {
  const { sectorBytes, tableSectors } = layout;
  if (tableSectors > 2 * Math.ceil((sectors * 4) / sectorBytes)) throw damagedFile();
  const places = [...layout.table];
  for (let more = layout.moreTable; places.length < tableSectors;) {
    const list = asTable(await sliceOf(file, (more + 1) * sectorBytes, sectorBytes));
    places.push(...list.subarray(0, -1));
    more = list.at(-1) ?? 0;
  }
  const table: Buffer[] = [];
  for (const sector of places.slice(0, tableSectors)) {
    table.push(await sliceOf(file, (sector + 1) * sectorBytes, sectorBytes));
  }
  return asTable(Buffer.concat(table)).subarray(0, sectors);
}

async function readAll(file: FileHandle, { sectorBytes }: CompoundLayout, chain: Uint32Array): Promise<Buffer> {
  if (chain.length * sectorBytes > MOST_LIST_BYTES) throw damagedFile();
  const pieces: Buffer[] = [];
  for (const sector of chain) pieces.push(await sliceOf(file, (sector + 1) * sectorBytes, sectorBytes));
  return Buffer.concat(pieces);
}

function asTable(bytes: Buffer): Uint32Array {
  const table = new Uint32Array(Math.floor(bytes.length / 4));
  for (let at = 0; at < table.length; at++) table[at] = bytes.readUInt32LE(at * 4);
  return table;
}
