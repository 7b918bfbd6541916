import { booleanText, dateText, isoDateText, numberText } from '../cells/cell-text';
import { UnreadableSheet, type SheetRow } from '../sheet';
import type { PackedTexts } from '../cells/packed-texts';
import { RowBuilder } from '../cells/row-builder';
import { columnOf } from './cell-place';
import { unescaped } from './escaped-text';
import { RichText } from './rich-text';
import type { XmlReader } from './xml';

/** What cells mean that refer to other parts. */
export interface CellMeaning {
  strings: PackedTexts | null;
  dateStyles: ReadonlySet<number>;
  is1904: boolean;
}

type Attributes = Readonly<Record<string, string>>;

const LAST_ROW = 1_048_576;

/** Makes rows of the XML of a sheet. */
export class SheetReader implements XmlReader {
  private readonly rows = new RowBuilder();
  private column = -1;
  private cell: Attributes = {};
  private isInData = false;
  private isInValue = false;
  private value = '';
  private readonly inline = new RichText();

  constructor(private readonly meaning: CellMeaning) {}

  /** The rows that ended since the last time. */
  take(): SheetRow[] {
    return this.rows.take();
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'sheetData') this.isInData = true;
    // What stands beside the cells, such as anchors of controls, has rows too.
    if (!this.isInData) return;
    if (name === 'row') this.startRow(attributes);
    else if (name === 'c') this.startCell(attributes);
    else if (name === 'v') this.isInValue = true;
    else this.inline.open(name);
  }

  close(name: string): void {
    if (name === 'sheetData') this.isInData = false;
    if (!this.isInData) return;
    if (name === 'row') this.rows.end();
    else if (name === 'c') this.rows.put(this.column, this.cellText());
    else if (name === 'v') this.isInValue = false;
    else this.inline.close(name);
  }

  text(text: string): void {
    if (this.isInValue) this.value += text;
    else this.inline.add(text);
  }

  private startRow(attributes: Attributes): void {
    const number = attributes['r'];
    this.rows.start(number === undefined ? this.rows.number + 1 : Number(number), LAST_ROW);
    this.column = -1;
  }

  private startCell(attributes: Attributes): void {
    const name = attributes['r'];
    const column = name === undefined ? this.column + 1 : columnOf(name);
    if (column === null) throw new UnreadableSheet('The workbook is damaged: a cell has no place.', this.rows.number);
    this.column = column;
    this.cell = attributes;
    this.value = '';
    this.inline.clear();
  }

  private cellText(): string {
    const { value } = this;
    switch (this.cell['t'] ?? 'n') {
      case 's':
        return this.sharedText(value);
      case 'inlineStr':
        return unescaped(this.inline.value);
      case 'b':
        return value === '' ? '' : booleanText(value.trim() === '1');
      case 'd':
        return isoDateText(value);
      case 'n':
        return this.numberText(value);
      default:
        return unescaped(value);
    }
  }

  private sharedText(value: string): string {
    if (value === '') return '';
    const text = this.meaning.strings?.at(Number(value));
    if (text === undefined) throw new UnreadableSheet('The workbook is damaged: a text is missing.', this.rows.number);
    return text;
  }

  private numberText(value: string): string {
    const style = Number(this.cell['s'] ?? -1);
    const { dateStyles, is1904 } = this.meaning;
    return value !== '' && dateStyles.has(style) ? dateText(value, is1904) : numberText(value);
  }
}
