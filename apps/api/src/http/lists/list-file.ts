import { CsvFile, type ListQuery } from './csv';
import { XlsxFile } from './xlsx';

/** A list as a file. */
export type ListFile = CsvFile | XlsxFile;

/**
 * The whole list as the file that was asked for; `null`: none was. K§6. What can't be read at all is an error before
 * the answer begins: the first batch is read here.
 */
export async function listFile(
  format: ListQuery['format'],
  name: string,
  columns: readonly string[],
  batches: () => AsyncIterable<readonly object[]>,
): Promise<ListFile | null> {
  switch (format) {
    case 'csv':
      return new CsvFile(name, columns, await begun(batches()));
    case 'xlsx':
      return new XlsxFile(name, columns, await begun(batches()));
    case 'json':
    case undefined:
      return null;
  }
}

/** The same batches, the first of them read. */
async function begun<Batch>(batches: AsyncIterable<Batch>): Promise<AsyncIterable<Batch>> {
  const iterator = batches[Symbol.asyncIterator]();
  const first = await iterator.next();
  return {
    async *[Symbol.asyncIterator]() {
      try {
        for (let read = first; read.done !== true; read = await iterator.next()) yield read.value;
      } finally {
        await iterator.return?.();
      }
    },
  };
}
