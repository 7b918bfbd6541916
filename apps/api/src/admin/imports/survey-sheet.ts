import { readHeader, type ColumnPositions, type ImportKind } from '@app/domain';
import { Problem } from '../../http/problem';
import { UnreadableSheet, type SheetRow } from '../../sheets/sheet';

/** More than a spreadsheet holds; what a file of 100 MB can have at most is not far from it. */
export const MOST_ROWS = 2_000_000;

/** A file that can be read from its header to its end. */
export interface SheetSurvey {
  columns: ColumnPositions;
  /** Without the header. */
  rows: number;
}

/**
 * Looks through the whole file before anything is written.
 * @throws Problem for a file that can't be imported
 */
export async function surveySheet(
  kind: ImportKind,
  sheet: AsyncIterable<SheetRow>,
  mostRows = MOST_ROWS,
): Promise<SheetSurvey> {
  let columns: ColumnPositions | null = null;
  let rows = 0;
  try {
    for await (const { cells } of sheet) {
      if (columns === null) columns = columnsOf(kind, cells);
      else rows += 1;
      if (rows > mostRows) {
        throw Problem.field('file', `The file has more than ${mostRows.toLocaleString('en')} rows. Split it.`);
      }
    }
  } catch (error) {
    throw error instanceof UnreadableSheet ? Problem.field('file', error.message) : error;
  }
  if (columns === null) throw Problem.field('file', 'The file is empty. Its first row must name the columns.');
  return { columns, rows };
}

function columnsOf(kind: ImportKind, cells: readonly string[]): ColumnPositions {
  const header = readHeader(kind, cells);
  if (header.kind === 'read') return header.positions;
  const problems = header.problems.map(({ column, message }) => ({ field: column, message }));
  throw new Problem(400, problems.map(({ message }) => message).join(' '), problems);
}
