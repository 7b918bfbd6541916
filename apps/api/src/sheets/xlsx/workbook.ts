import { posix } from 'node:path';
import { UnreadableSheet } from '../sheet';
import { readXml } from './xml';
import type { Zip } from './zip';

/** Where the parts of a workbook are that its first sheet needs. */
export interface Workbook {
  sheet: string;
  sharedStrings: string | null;
  styles: string | null;
  is1904: boolean;
}

interface Relationship {
  id: string;
  type: string;
  target: string;
}

const MOST_RELATIONSHIPS = 10_000;

/** Sheets in the order of the workbook; charts and dialogs are none. */
export async function readWorkbook(zip: Zip): Promise<Workbook> {
  const root = await relationships(zip, '');
  const path = root.find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  if (!zip.has(path)) throw new UnreadableSheet('The file is a ZIP archive, but no XLSX workbook.');
  const related = await relationships(zip, path);
  const { ids, is1904 } = await readSheetIds(zip, path);
  const sheets = ids.map((id) => related.find((each) => each.id === id && each.type === 'worksheet'));
  const sheet = sheets.find((each) => each !== undefined)?.target;
  if (sheet === undefined) throw new UnreadableSheet('The workbook has no sheet.');
  const partOf = (wanted: string): string | null => related.find(({ type }) => type === wanted)?.target ?? null;
  return { sheet, sharedStrings: partOf('sharedStrings'), styles: partOf('styles'), is1904 };
}

async function readSheetIds(zip: Zip, path: string): Promise<{ ids: string[]; is1904: boolean }> {
  const ids: string[] = [];
  let is1904 = false;
  await readXml(zip.read(path), {
    open: (name, attributes) => {
      if (name === 'workbookPr') is1904 = /^(1|true|on)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      if (id !== undefined) ids.push(id);
      if (ids.length > MOST_RELATIONSHIPS) throw new UnreadableSheet('The workbook has too many parts.');
    },
  });
  return { ids, is1904 };
}

/** What a part refers to; `''` is the archive itself. Types come without the address that they begin with. */
async function relationships(zip: Zip, part: string): Promise<Relationship[]> {
  const { dir, base } = posix.parse(part);
  const path = posix.join(dir, '_rels', `${base}.rels`);
  const found: Relationship[] = [];
  if (!zip.has(path)) return found;
  await readXml(zip.read(path), {
    open: (name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) => {
      if (name !== 'Relationship' || mode === 'External') return;
      found.push({ id, type: type.slice(type.lastIndexOf('/') + 1), target: posix.resolve('/', dir, target).slice(1) });
      if (found.length > MOST_RELATIONSHIPS) throw new UnreadableSheet('The workbook has too many parts.');
    },
  });
  return found;
}
