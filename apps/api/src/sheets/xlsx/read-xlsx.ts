import type { SheetRow } from '../sheet';
import { readSharedStrings } from './shared-strings';
import { SheetReader } from './sheet-reader';
import { readDateStyles } from './styles';
import { readWorkbook } from './workbook';
import { XmlStream } from './xml';
import { MOST_PASSING_BYTES, Zip } from './zip';

/** The rows of the first sheet of an XLSX workbook; the parts are read in the order of need, however they are packed. */
export async function* readXlsx(path: string): AsyncGenerator<SheetRow> {
  const zip = await Zip.open(path);
  try {
    const { sheet, sharedStrings, styles, is1904 } = await readWorkbook(zip);
    const dateStyles = styles === null ? new Set<number>() : await readDateStyles(zip.read(styles));
    const strings =
      sharedStrings === null ? null : await readSharedStrings(zip.read(sharedStrings, MOST_PASSING_BYTES));
    const reader = new SheetReader({ strings, dateStyles, is1904 });
    const xml = new XmlStream(reader);
    for await (const chunk of zip.read(sheet, MOST_PASSING_BYTES)) {
      xml.write(chunk);
      yield* reader.take();
    }
    xml.end();
  } finally {
    await zip.close();
  }
}
