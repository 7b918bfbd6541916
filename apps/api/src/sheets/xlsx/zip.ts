import { open, type FileHandle } from 'node:fs/promises';
import { piecesOf, sliceOf } from '../file-slice';
import { UnreadableSheet } from '../sheet';
import { directoryEnd, directoryEntries, type ZipEntry } from './zip-directory';
import { unpacked } from './zip-part';

const LOCAL_HEADER = { mark: 0x04034b50, bytes: 30 };
const MOST_DIRECTORY_BYTES = 4 * 1_048_576;

/** What a part may unpack to: of some the reader holds something, others pass by. */
const MOST_HELD_BYTES = 16 * 1_048_576;
export const MOST_PASSING_BYTES = 2 ** 30;

const LONGEST_END = 65_557;

/** A ZIP archive on disk, read by its directory. @throws UnreadableSheet */
export class Zip {
  private constructor(
    private readonly file: FileHandle,
    private readonly entries: ReadonlyMap<string, ZipEntry>,
  ) {}

  static async open(path: string): Promise<Zip> {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const tailBytes = Math.min(size, LONGEST_END);
      const end = directoryEnd(await sliceOf(file, size - tailBytes, tailBytes));
      if (end.bytes > MOST_DIRECTORY_BYTES) throw new UnreadableSheet('The workbook has too many parts.');
      return new Zip(file, directoryEntries(await sliceOf(file, end.offset, end.bytes), end.entries));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  /** The text of a part, unpacked while it is read. Part names know no case. */
  async *read(name: string, mostBytes = MOST_HELD_BYTES): AsyncGenerator<string> {
    const entry = this.entries.get(name.toLowerCase());
    if (entry === undefined) throw new UnreadableSheet(`The workbook lacks its part ${name.slice(0, 200)}.`);
    const header = await sliceOf(this.file, entry.offset, LOCAL_HEADER.bytes);
    if (header.readUInt32LE(0) !== LOCAL_HEADER.mark) throw new UnreadableSheet('The workbook is damaged.');
    const start = entry.offset + LOCAL_HEADER.bytes + header.readUInt16LE(26) + header.readUInt16LE(28);
    yield* unpacked(piecesOf(this.file, start, entry.packedBytes), entry, mostBytes);
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
