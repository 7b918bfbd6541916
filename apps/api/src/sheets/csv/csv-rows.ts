import { MOST_CELLS, MOST_ROW_BYTES, UnreadableSheet, type SheetRow } from '../sheet';

const QUOTE = '"';
const LINE_FEED = '\n';
const RETURN = '\r';

/**
 * Parts the text of a CSV file into rows, as it comes. Cells may be quoted, and quotes in them are doubled; a quote that
 * stands elsewhere is a character like any other. Blank rows are counted, and not given.
 */
export class CsvRows {
  private rows: SheetRow[] = [];
  private number = 1;
  private cells: string[] = [];
  private cell = '';
  private rowLength = 0;
  private place: 'start' | 'plain' | 'quoted' | 'after-quote' | 'after-return' = 'start';
  private readonly cellEnd: RegExp;

  constructor(private readonly delimiter: string) {
    this.cellEnd = new RegExp(`[${delimiter}\r\n]`, 'g');
  }

  /** The rows that ended since the last time. */
  take(): SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  write(text: string): void {
    for (let at = 0; at < text.length;) {
      const next = this.step(text, at);
      this.rowLength += next - at;
      if (this.rowLength > MOST_ROW_BYTES) throw UnreadableSheet.tooLarge(this.number);
      at = next;
    }
  }

  end(): void {
    if (this.place === 'quoted') throw new UnreadableSheet('A quote is not closed.', this.number);
    const isWithin = this.cells.length > 0 || (this.place !== 'start' && this.place !== 'after-return');
    if (isWithin) this.endRow();
  }

  /** Takes what belongs together; answers where to go on. */
  private step(text: string, at: number): number {
    switch (this.place) {
      case 'quoted':
        return this.readQuoted(text, at);
      case 'after-quote':
        return this.readAfterQuote(text, at);
      case 'after-return':
        this.place = 'start';
        return text[at] === LINE_FEED ? at + 1 : at;
      case 'start':
        this.place = text[at] === QUOTE ? 'quoted' : 'plain';
        return text[at] === QUOTE ? at + 1 : at;
      case 'plain':
        return this.readPlain(text, at);
    }
  }

  private readPlain(text: string, at: number): number {
    this.cellEnd.lastIndex = at;
    const end = this.cellEnd.exec(text)?.index ?? text.length;
    this.cell += text.slice(at, end);
    if (end === text.length) return end;
    if (text[end] === this.delimiter) this.endCell();
    else this.endRow();
    if (text[end] === RETURN) this.place = 'after-return';
    return end + 1;
  }

  private readQuoted(text: string, at: number): number {
    const quote = text.indexOf(QUOTE, at);
    if (quote === -1) {
      this.cell += text.slice(at);
      return text.length;
    }
    this.cell += text.slice(at, quote);
    this.place = 'after-quote';
    return quote + 1;
  }

  private readAfterQuote(text: string, at: number): number {
    if (text[at] !== QUOTE) {
      this.place = 'plain';
      return at;
    }
    this.cell += QUOTE;
    this.place = 'quoted';
    return at + 1;
  }

  private endCell(): void {
    if (this.cells.length === MOST_CELLS) throw UnreadableSheet.tooWide(this.number);
    this.cells.push(this.cell);
    this.cell = '';
    this.place = 'start';
  }

  private endRow(): void {
    this.endCell();
    if (this.cells.length > 1 || this.cells[0] !== '') this.rows.push({ number: this.number, cells: this.cells });
    this.cells = [];
    this.number += 1;
    this.rowLength = 0;
  }
}
