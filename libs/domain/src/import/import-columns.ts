/** What a file does: record conversions, or set the status of those that there are. G§4.1. */
export const IMPORT_KINDS = ['upload', 'status-update'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

interface Columns {
  required: readonly string[];
  optional: readonly string[];
}

/** `EventID` of an upload is the configured one, `EventId` of a status update the id of a conversion event. G10.26, G10.27. */
const COLUMNS: Readonly<Record<ImportKind, Columns>> = {
  upload: { required: ['ClickId', 'EventID', 'UserCompletedAt', 'Revenue', 'Reward'], optional: [] },
  'status-update': { required: ['gk_click_id', 'Status'], optional: ['EventId', 'RejectionReason'] },
};

/** Where a file has which column, by its name above. */
export type ColumnPositions = ReadonlyMap<string, number>;

export type HeaderReading =
  | { kind: 'read'; positions: ColumnPositions }
  | { kind: 'wrong'; problems: readonly { column: string; message: string }[] };

/** Finds the columns of a file by its first row, in any case and order; what else it has is left alone. G10.27. */
export function readHeader(kind: ImportKind, cells: readonly string[]): HeaderReading {
  const { required, optional } = COLUMNS[kind];
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const positions = new Map<string, number>();
  const problems: { column: string; message: string }[] = [];
  for (const column of [...required, ...optional]) {
    const name = column.toLowerCase();
    const at = names.indexOf(name);
    if (at !== names.lastIndexOf(name)) {
      problems.push({ column, message: `The first row has the column ${column} more than once.` });
    } else if (at !== -1) positions.set(column, at);
    else if (required.includes(column)) {
      problems.push({ column, message: `The first row does not have the column ${column}.` });
    }
  }
  return problems.length === 0 ? { kind: 'read', positions } : { kind: 'wrong', problems };
}

/** The cells of a row by the names of their columns, trimmed; what the row or the file does not have is empty. */
export function cellsOf(cells: readonly string[], columns: ColumnPositions): (column: string) => string {
  return (column) => {
    const position = columns.get(column);
    return position === undefined ? '' : (cells[position] ?? '').trim();
  };
}
