import { codeOf } from '../error-code';
import { UnreadableSheet, type SheetRow } from '../sheet';
import { CompoundFile } from './compound-file';
import { damagedFile } from './compound-header';
import { recordsOf } from './records';
import { SheetRecords } from './sheet-records';
import { GlobalsReader, type WorkbookGlobals } from './workbook-globals';

const STREAM = 'Workbook';

/** What is thrown when a record is shorter than its kind. */
const BEYOND_RECORD = ['ERR_OUT_OF_RANGE', 'ERR_BUFFER_OUT_OF_BOUNDS'];

/** The rows of the first sheet of an XLS workbook, as Excel writes them since 97. */
export async function* readXls(path: string): AsyncGenerator<SheetRow> {
  try {
    const file = await CompoundFile.open(path);
    try {
      yield* rowsOf(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw BEYOND_RECORD.includes(codeOf(error)) ? damagedFile() : error;
  }
}

async function* rowsOf(file: CompoundFile): AsyncGenerator<SheetRow> {
  if (file.has('EncryptedPackage')) throw new UnreadableSheet('The workbook is protected by a password.');
  if (!file.has(STREAM) && file.has('Book')) throw new UnreadableSheet('The workbook is older than Excel 97.');
  const globals = await globalsOf(file);
  const sheet = new SheetRecords(globals);
  for await (const records of recordsOf(file.read(STREAM, globals.sheetAt))) {
    const isEnd = records.some((record) => sheet.add(record));
    yield* sheet.take();
    if (isEnd) return;
  }
  throw damagedFile();
}

async function globalsOf(file: CompoundFile): Promise<WorkbookGlobals> {
  const reader = new GlobalsReader();
  for await (const records of recordsOf(file.read(STREAM))) {
    for (const record of records) {
      const globals = reader.add(record);
      if (globals !== null) return globals;
    }
  }
  throw damagedFile();
}
