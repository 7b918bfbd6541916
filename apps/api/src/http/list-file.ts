import { CsvFile, type ListQuery } from './csv';
import { XlsxFile } from './xlsx';

/** A list as a file. */
export type ListFile = CsvFile | XlsxFile;

/** The whole list as the file that was asked for; `null`: none was. K§6. */
export function listFile(
  format: ListQuery['format'],
  name: string,
  columns: readonly string[],
  batches: () => AsyncIterable<readonly object[]>,
): ListFile | null {
  switch (format) {
    case 'csv':
      return new CsvFile(name, columns, batches());
    case 'xlsx':
      return new XlsxFile(name, columns, batches());
    case 'json':
    case undefined:
      return null;
  }
}
