/** One row of a table file. */
export interface SheetRow {
  /** Its place in the file: the first is 1, and blank rows count. */
  number: number;
  /** As text; empty cells in between are empty texts. Rows need not be of one length. */
  cells: readonly string[];
}

/** What a row may hold; the width is that of a worksheet. */
export const MOST_CELLS = 16_384;
export const MOST_ROW_BYTES = 1_048_576;

/** A table file that can't be read any further: whoever sent it is told why. */
export class UnreadableSheet extends Error {
  constructor(
    /** A sentence for the sender. */
    readonly reason: string,
    /** Where, if that is known: the number of the row. */
    readonly row: number | null = null,
  ) {
    super(row === null ? reason : `Row ${String(row)}: ${reason}`);
  }

  static tooLarge(row: number | null): UnreadableSheet {
    return new UnreadableSheet('The row is larger than 1 MiB. A quote that is not closed makes such rows.', row);
  }

  static tooWide(row: number | null): UnreadableSheet {
    return new UnreadableSheet(`The row has more than ${MOST_CELLS.toLocaleString('en')} cells.`, row);
  }
}
