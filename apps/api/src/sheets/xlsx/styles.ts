import { isDateFormat, LONGEST_CODE } from '../cells/date-format';
import { UnreadableSheet } from '../sheet';
import { readXml } from './xml';

/** Far more than a spreadsheet allows. */
const MOST_FORMATS = 100_000;

/** Which styles of cells are dates, by their number. */
export async function readDateStyles(part: AsyncIterable<string>): Promise<ReadonlySet<number>> {
  const codes = new Map<number, string>();
  const formatOfStyle: number[] = [];
  let isInCells = false;
  await readXml(part, {
    open: (name, attributes) => {
      if (name === 'cellXfs') isInCells = true;
      else if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), codeOf(attributes));
      else if (name === 'xf' && isInCells) formatOfStyle.push(Number(attributes['numFmtId'] ?? 0));
      if (codes.size + formatOfStyle.length > MOST_FORMATS) {
        throw new UnreadableSheet('The workbook has too many styles.');
      }
    },
    close: (name) => {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  const styles = formatOfStyle.flatMap((id, style) => (isDateFormat(id, codes.get(id)) ? [style] : []));
  return new Set(styles);
}

function codeOf(attributes: Readonly<Record<string, string>>): string {
  const code = attributes['formatCode'] ?? '';
  if (code.length > LONGEST_CODE) throw new UnreadableSheet('The workbook is damaged: a format is too long.');
  return code;
}
