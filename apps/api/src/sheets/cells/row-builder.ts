import { MOST_CELLS, MOST_ROW_BYTES, UnreadableSheet, type SheetRow } from '../sheet';

/** Puts the cells of a workbook together to rows, as they come. */
export class RowBuilder {
  private rows: SheetRow[] = [];
  private cells: string[] = [];
  private characters = 0;
  private isOpen = false;
  /** The row that cells go to. */
  number = 0;

  /** Rows must come in their order; what was put ends with the next one. */
  start(number: number, last: number): void {
    if (!Number.isInteger(number) || number <= this.number || number > last) {
      throw new UnreadableSheet('The workbook is damaged: its rows are not in order.', this.number + 1);
    }
    this.end();
    this.number = number;
    this.isOpen = true;
  }

  put(column: number, text: string): void {
    if (!this.isOpen) throw new UnreadableSheet('The workbook is damaged: a cell is in no row.');
    if (column >= MOST_CELLS) throw UnreadableSheet.tooWide(this.number);
    this.characters += text.length;
    if (this.characters > MOST_ROW_BYTES) throw UnreadableSheet.tooLarge(this.number);
    if (text === '') return;
    while (this.cells.length < column) this.cells.push('');
    this.cells[column] = text;
  }

  end(): void {
    if (this.cells.length > 0) this.rows.push({ number: this.number, cells: this.cells });
    this.cells = [];
    this.characters = 0;
    this.isOpen = false;
  }

  /** The rows that ended since the last time. */
  take(): SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }
}
