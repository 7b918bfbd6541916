import { booleanText, dateText, numberText } from '../cells/cell-text';
import { RowBuilder } from '../cells/row-builder';
import { UnreadableSheet, type SheetRow } from '../sheet';
import { damagedFile } from './compound-header';
import { packedNumber } from './packed-number';
import { RECORD, type BiffRecord } from './records';
import { textOf, TextReader } from './text-reader';
import type { WorkbookGlobals } from './workbook-globals';

const LAST_ROW = 65_536;
const PACKED_BYTES = 6;

/** What errors are called. */
const ERRORS: Readonly<Record<number, string>> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
};

/** Makes rows of the records of a sheet. */
export class SheetRecords {
  private readonly rows = new RowBuilder();
  private depth = 0;
  private formulaColumn = 0;
  private formulaText: TextReader | null = null;

  constructor(private readonly globals: WorkbookGlobals) {}

  /** The rows that ended since the last time. */
  take(): SheetRow[] {
    return this.rows.take();
  }

  /** Whether the record was the last one. */
  add({ type, data }: BiffRecord): boolean {
    const isCut = type !== RECORD.goesOn && this.formulaText?.isOpen === true;
    if (isCut || (this.depth === 0 && type !== RECORD.bof)) throw damagedFile();
    if (type === RECORD.bof) this.depth += 1;
    else if (type === RECORD.eof) this.depth -= 1;
    // Charts stand in their sheet.
    else if (this.depth === 1) this.addCell(type, data);
    if (this.depth > 0) return false;
    this.rows.end();
    return true;
  }

  private addCell(type: number, data: Buffer): void {
    switch (type) {
      case RECORD.sharedText:
        this.put(data, this.sharedText(data.readUInt32LE(6)));
        break;
      case RECORD.text:
      case RECORD.richText:
        this.put(data, textOf(data, 6));
        break;
      case RECORD.number:
        this.put(data, this.numberText(data.readDoubleLE(6), data.readUInt16LE(4)));
        break;
      case RECORD.packedNumber:
        this.put(data, this.numberText(packedNumber(data, 6), data.readUInt16LE(4)));
        break;
      case RECORD.packedNumbers:
        this.putPacked(data);
        break;
      case RECORD.truthOrError:
        this.put(data, truthOrError(data[6] ?? 0, data[7] === 1));
        break;
      default:
        this.addFormula(type, data);
    }
  }

  /** The text that a formula came to stands in the records after it. */
  private addFormula(type: number, data: Buffer): void {
    if (type === RECORD.formula) {
      this.formulaColumn = data.readUInt16LE(2);
      this.put(data, this.resultText(data));
    } else if (type === RECORD.formulaText) {
      this.formulaText = new TextReader(1, (text) => {
        this.rows.put(this.formulaColumn, text);
      });
      this.formulaText.read(data, 0);
    } else if (type === RECORD.goesOn) {
      this.formulaText?.read(data, 0);
    }
  }

  private resultText(data: Buffer): string {
    if (data.readUInt16LE(12) !== 0xffff) return this.numberText(data.readDoubleLE(6), data.readUInt16LE(4));
    const [kind, value] = [data[6], data[8] ?? 0];
    return kind === 1 || kind === 2 ? truthOrError(value, kind === 2) : '';
  }

  private put(data: Buffer, text: string): void {
    this.toRow(data);
    this.rows.put(data.readUInt16LE(2), text);
  }

  private putPacked(data: Buffer): void {
    this.toRow(data);
    const first = data.readUInt16LE(2);
    const count = Math.floor((data.length - PACKED_BYTES) / PACKED_BYTES);
    for (let index = 0; index < count; index++) {
      const at = 4 + index * PACKED_BYTES;
      this.rows.put(first + index, this.numberText(packedNumber(data, at + 2), data.readUInt16LE(at)));
    }
  }

  private toRow(data: Buffer): void {
    const number = data.readUInt16LE(0) + 1;
    if (number !== this.rows.number) this.rows.start(number, LAST_ROW);
  }

  private sharedText(index: number): string {
    const text = this.globals.texts.at(index);
    if (text === undefined) throw new UnreadableSheet('The workbook is damaged: a text is missing.');
    return text;
  }

  private numberText(value: number, style: number): string {
    const { dateStyles, is1904 } = this.globals;
    return dateStyles.has(style) ? dateText(String(value), is1904) : numberText(String(value));
  }
}

function truthOrError(value: number, isError: boolean): string {
  return isError ? (ERRORS[value] ?? '#N/A') : booleanText(value === 1);
}
