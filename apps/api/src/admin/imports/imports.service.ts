import { Injectable } from '@nestjs/common';
import { cutReason, hasForbiddenCharacters, type ImportKind } from '@app/domain';
import { newId } from '@app/runtime';
import { Database } from '@app/store';
import { PlatformEvents } from '@app/tracking';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { answerList, readAll, readFirst, Where, type ListAnswer } from '../../http/lists/ledger-list';
import { listFile, type ListFile } from '../../http/lists/list-file';
import { Problem } from '../../http/problem';
import { readSheet } from '../../sheets/read-sheet';
import type { ReceivedFile } from '../../sheets/receive-file';
import type { SheetRow } from '../../sheets/sheet';
import { rowId } from '../row-id';
import { ImportAnswer } from './import-answer';
import { IMPORT_LIST, IMPORT_ROW_LIST, importRowsWhere, importsWhere } from './import-lists';
import type { ImportQuery, ImportRowsQuery, ImportRowView, ImportsQuery, ImportView } from './import.dto';
import { ImportRows, type RowPlan } from './import-rows';
import { ImportRun } from './import-run';
import { RunningImports } from './running-imports';
import { surveySheet } from './survey-sheet';

/** Rows that are carried out together. */
const CHUNK = 50;

/** Imports of conversions and statuses. K§3.3, K§6, G§4.1. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly database: Database,
    private readonly rows: ImportRows,
    private readonly running: RunningImports,
    private readonly events: PlatformEvents,
  ) {}

  list({ id }: CurrentAccountRef, query: ImportsQuery): Promise<ListAnswer<ImportView>> {
    return answerList(this.database, IMPORT_LIST, importsWhere(id, query), query);
  }

  async get({ id: accountId }: CurrentAccountRef, idText: string): Promise<ImportView> {
    const where = new Where('i.account_id', accountId).and('i.id = ?', rowId(idText, 'import'));
    const [found] = await readFirst(this.database, IMPORT_LIST, where, 1);
    if (found === undefined) throw Problem.notFound('import');
    return found;
  }

  async rowsOf(account: CurrentAccountRef, idText: string, query: ImportRowsQuery): Promise<ListAnswer<ImportRowView>> {
    const { id } = await this.get(account, idText);
    return answerList(this.database, IMPORT_ROW_LIST, importRowsWhere(account.id, id, query), query);
  }

  /** How an import ended, and the results of all its rows: as JSON, or these alone as a file. */
  async answer(
    account: CurrentAccountRef,
    id: string,
    format: ImportQuery['format'],
  ): Promise<ImportAnswer | ListFile> {
    const done = await this.get(account, id);
    const { name, columns } = IMPORT_ROW_LIST;
    const batches = (): AsyncIterable<ImportRowView[]> =>
      readAll(this.database, IMPORT_ROW_LIST, importRowsWhere(account.id, id, {}), {});
    return (await listFile(format, name, columns, batches)) ?? new ImportAnswer(done, batches());
  }

  /** Imports a file to its end, whether or not its sender still waits; answers the id. */
  run(account: CurrentAccountRef, kind: ImportKind, file: ReceivedFile): Promise<string> {
    return this.running.track(this.import(account, kind, file));
  }

  private async import({ id: accountId }: CurrentAccountRef, kind: ImportKind, file: ReceivedFile): Promise<string> {
    try {
      const { columns, rows } = await surveySheet(kind, readSheet(file.path));
      const id = newId();
      const run = new ImportRun(this.database, this.events, { id, accountId, kind, fileName: nameOf(file), rows });
      await run.begin();
      await this.carryOut(run, { accountId, kind, columns }, readSheet(file.path));
      return id;
    } finally {
      await file.remove();
    }
  }

  private async carryOut(run: ImportRun, plan: RowPlan, sheet: AsyncIterable<SheetRow>): Promise<void> {
    try {
      for await (const chunk of chunksOf(rowsOf(sheet, plan))) {
        if (this.running.isStopping) {
          throw new Problem(503, 'The server is stopping. Send the file again to finish the import.');
        }
        if (!(await run.keep(await this.rows.apply(plan, chunk)))) {
          throw new Problem(409, 'The import was removed while it ran.');
        }
      }
    } catch (error) {
      await run.finish('Interrupted').catch(() => undefined);
      throw error;
    }
    await run.finish('Done');
  }
}

/** A name is for people only: one that can't be stored is left out. */
function nameOf({ name }: ReceivedFile): string | null {
  const cut = cutReason(name ?? '');
  return cut === '' || hasForbiddenCharacters(cut) ? null : cut;
}

/** The rows below the header, without the cells that nobody asked for: these may be wide, and would wait for their turn. */
async function* rowsOf(sheet: AsyncIterable<SheetRow>, { columns }: RowPlan): AsyncGenerator<SheetRow> {
  const wanted = new Set(columns.values());
  let isHeader = true;
  for await (const { number, cells } of sheet) {
    if (!isHeader) yield { number, cells: cells.map((cell, at) => (wanted.has(at) ? cell : '')) };
    isHeader = false;
  }
}

async function* chunksOf(rows: AsyncIterable<SheetRow>): AsyncGenerator<SheetRow[]> {
  let chunk: SheetRow[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
