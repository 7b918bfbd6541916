import { UnreadableSheet } from '../sheet';

const BLOCK_BYTES = 1_048_576;
const BLOCK_TEXTS = 65_536;
const LENGTH_BYTES = 4;
const MOST_BLOCKS = 64;
const MOST_TEXTS = 4 * 1_048_576;

/** The texts of a workbook, which its cells name by their number: packed, as there can be a million of them. */
export class PackedTexts {
  private readonly blocks: Buffer[] = [];
  private readonly starts: Uint32Array[] = [];
  private count = 0;
  private free = 0;

  /** `undefined`: there is no such text. */
  at(index: number): string | undefined {
    if (!(index >= 0 && index < this.count)) return undefined;
    const start = this.starts[Math.floor(index / BLOCK_TEXTS)]?.[index % BLOCK_TEXTS];
    if (start === undefined) return undefined;
    const block = this.blocks[Math.floor(start / BLOCK_BYTES)];
    const at = start % BLOCK_BYTES;
    return block?.toString('utf8', at + LENGTH_BYTES, at + LENGTH_BYTES + block.readUInt32LE(at));
  }

  add(text: string): void {
    const bytes = Buffer.byteLength(text);
    const block = this.blockFor(LENGTH_BYTES + bytes);
    block.writeUInt32LE(bytes, this.free);
    block.write(text, this.free + LENGTH_BYTES);
    this.startsOf(this.count)[this.count % BLOCK_TEXTS] = (this.blocks.length - 1) * BLOCK_BYTES + this.free;
    this.free += LENGTH_BYTES + bytes;
    this.count += 1;
  }

  private blockFor(bytes: number): Buffer {
    const last = this.blocks.at(-1);
    if (last !== undefined && this.free + bytes <= BLOCK_BYTES) return last;
    if (this.blocks.length === MOST_BLOCKS) throw tooMany();
    const block = Buffer.alloc(BLOCK_BYTES);
    this.blocks.push(block);
    this.free = 0;
    return block;
  }

  private startsOf(index: number): Uint32Array {
    const last = this.starts.at(-1);
    if (last !== undefined && index % BLOCK_TEXTS !== 0) return last;
    if (index >= MOST_TEXTS) throw tooMany();
    const starts = new Uint32Array(BLOCK_TEXTS);
    this.starts.push(starts);
    return starts;
  }
}

function tooMany(): UnreadableSheet {
  return new UnreadableSheet('The workbook has more than 64 MiB of different texts. Save the sheet as CSV.');
}
