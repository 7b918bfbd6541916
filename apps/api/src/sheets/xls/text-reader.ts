import { storableText } from '@app/domain';
import { damagedFile } from './compound-header';

const IS_WIDE = 0x01;
const HAS_AIDS = 0x04;
const IS_RICH = 0x08;
const RUN_BYTES = 4;
const SHORT_HEAD_BYTES = 3;

/**
 * Reads texts, which may go on in the records that follow: then each piece says anew how wide its characters are. What
 * is said of their looks comes after them and is passed over.
 */
export class TextReader {
  private characters = 0;
  private passedBytes = 0;
  private isWide = false;
  private isWithin = false;
  private text = '';

  /** `found` is called with each text, as often as there are texts at all: `left` times. */
  constructor(
    private left: number,
    private readonly found: (text: string) => void,
  ) {}

  /** Whether texts are still to come. */
  get isOpen(): boolean {
    return this.left > 0;
  }

  read(data: Buffer, start: number): void {
    let at = start;
    if (this.characters > 0) {
      this.isWide = ((data[at] ?? 0) & IS_WIDE) !== 0;
      at += 1;
    }
    while (this.left > 0 && (at < data.length || this.isComplete)) {
      if (!this.isWithin) at = this.readHead(data, at);
      at = this.readCharacters(data, at);
      if (this.characters > 0) return;
      const passed = Math.min(this.passedBytes, data.length - at);
      this.passedBytes -= passed;
      at += passed;
      if (this.isComplete) this.finish();
    }
  }

  private get isComplete(): boolean {
    return this.isWithin && this.characters === 0 && this.passedBytes === 0;
  }

  private readHead(data: Buffer, start: number): number {
    if (start + SHORT_HEAD_BYTES > data.length) throw damagedFile();
    const flags = data[start + 2] ?? 0;
    const hasAids = (flags & HAS_AIDS) !== 0;
    const isRich = (flags & IS_RICH) !== 0;
    const end = start + SHORT_HEAD_BYTES + (isRich ? 2 : 0) + (hasAids ? 4 : 0);
    if (end > data.length) throw damagedFile();
    const runs = isRich ? data.readUInt16LE(start + SHORT_HEAD_BYTES) : 0;
    this.characters = data.readUInt16LE(start);
    this.passedBytes = runs * RUN_BYTES + (hasAids ? data.readUInt32LE(end - 4) : 0);
    this.isWide = (flags & IS_WIDE) !== 0;
    this.isWithin = true;
    return end;
  }

  private readCharacters(data: Buffer, start: number): number {
    const width = this.isWide ? 2 : 1;
    const count = Math.min(this.characters, Math.floor((data.length - start) / width));
    const end = start + count * width;
    this.text += data.toString(this.isWide ? 'utf16le' : 'latin1', start, end);
    this.characters -= count;
    return end;
  }

  private finish(): void {
    this.found(storableText(this.text));
    this.text = '';
    this.isWithin = false;
    this.left -= 1;
  }
}

/** A text that stands in one record. */
export function textOf(data: Buffer, start: number): string {
  let text = '';
  const reader = new TextReader(1, (whole) => {
    text = whole;
  });
  reader.read(data, start);
  if (reader.isOpen) throw damagedFile();
  return text;
}
