import { isDateFormat, LONGEST_CODE } from '../cells/date-format';
import { PackedTexts } from '../cells/packed-texts';
import { UnreadableSheet } from '../sheet';
import { damagedFile } from './compound-header';
import { RECORD, type BiffRecord } from './records';
import { textOf, TextReader } from './text-reader';

/** What the sheets of a workbook refer to. */
export interface WorkbookGlobals {
  /** Where the first sheet begins in the stream. */
  sheetAt: number;
  texts: PackedTexts;
  dateStyles: ReadonlySet<number>;
  is1904: boolean;
}

const BIFF8 = 0x0600;
const IS_WORKSHEET = 0;
const TEXTS_HEAD_BYTES = 8;
const MOST_STYLES = 65_536;

/** Gathers the globals of a workbook from their records. */
export class GlobalsReader {
  private sheetAt: number | null = null;
  private is1904 = false;
  private texts = new PackedTexts();
  private reader: TextReader | null = null;
  private readonly codes = new Map<number, string>();
  private readonly formats: number[] = [];

  /** What was gathered, once the record is the last one. */
  add({ type, data }: BiffRecord): WorkbookGlobals | null {
    switch (type) {
      case RECORD.bof:
        if (data.readUInt16LE(0) !== BIFF8) throw new UnreadableSheet('The workbook is older than Excel 97.');
        break;
      case RECORD.password:
        throw new UnreadableSheet('The workbook is protected by a password.');
      case RECORD.since1904:
        this.is1904 = data.readUInt16LE(0) === 1;
        break;
      case RECORD.sheet:
        if (data[5] === IS_WORKSHEET) this.sheetAt ??= data.readUInt32LE(0);
        break;
      case RECORD.eof:
        return this.finish();
      default:
        this.addMeaning(type, data);
    }
    return null;
  }

  private addMeaning(type: number, data: Buffer): void {
    if (type === RECORD.format) this.addFormat(data);
    else if (type === RECORD.style) this.addStyle(data);
    else if (type === RECORD.texts) this.startTexts(data);
    else if (type === RECORD.goesOn) this.reader?.read(data, 0);
    else if (this.reader?.isOpen === true) throw damagedFile();
  }

  private addFormat(data: Buffer): void {
    const code = textOf(data, 2);
    if (code.length > LONGEST_CODE) throw damagedFile();
    this.codes.set(data.readUInt16LE(0), code);
  }

  private addStyle(data: Buffer): void {
    if (this.formats.length === MOST_STYLES) throw damagedFile();
    this.formats.push(data.readUInt16LE(2));
  }

  private startTexts(data: Buffer): void {
    this.texts = new PackedTexts();
    this.reader = new TextReader(data.readUInt32LE(4), (text) => {
      this.texts.add(text);
    });
    this.reader.read(data, TEXTS_HEAD_BYTES);
  }

  private finish(): WorkbookGlobals {
    if (this.sheetAt === null) throw new UnreadableSheet('The workbook has no sheet.');
    const dateStyles = this.formats.flatMap((id, style) => (isDateFormat(id, this.codes.get(id)) ? [style] : []));
    return { sheetAt: this.sheetAt, texts: this.texts, dateStyles: new Set(dateStyles), is1904: this.is1904 };
  }
}
