import { Database } from '@app/store';
import {
  beginSendingCsv,
  csvOf,
  Given,
  Ledger,
  RETRIES,
  testDatabase,
  until,
  type GivenAccount,
  type GivenClick,
} from '@app/testing';
import {
  Catalog,
  ChangeStatus,
  DueSignal,
  PlatformEvents,
  RecordConversion,
  UpdateStatuses,
  UploadConversions,
} from '@app/tracking';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReceivedFile } from '../../../sheets/receive-file';
import { ROOT_KEY, testApi } from '../../../specs/test-api';
import { ImportRows } from '../import-rows';
import { ImportsService } from '../imports.service';
import { RunningImports } from '../running-imports';

const db = testDatabase(Database);
const given = new Given(db);
const ledger = new Ledger(db);
const api = testApi(db);

const UPLOAD = ['ClickId', 'EventID', 'UserCompletedAt', 'Revenue', 'Reward'];
/** Rows are carried out by 50. */
const ROWS = 450;

async function prepared(): Promise<{ account: GivenAccount; clicks: GivenClick[]; file: string }> {
  const account = await given.account({ callback: { url: 'https://tenant.example/callback' } });
  const offer = await given.offer({ account });
  const clicks = await Promise.all(
    Array.from({ length: ROWS }, (_, n) => given.click({ offer, pubMemberId: `m${String(n)}` })),
  );
  return { account, clicks, file: csvOf(UPLOAD, ...clicks.map(({ id }) => [id, '', '2024-01-05 11:00:00', '1', '2'])) };
}

const holds = new Set<() => Promise<void>>();
afterEach(() => Promise.all([...holds].map((release) => release())));

/** Keeps the conversion of a click from being recorded until the returned function is called. */
async function hold(click: GivenClick | undefined): Promise<() => Promise<void>> {
  const client = await db.database.pool.connect();
  await client.query('BEGIN');
  await client.query('SELECT * FROM lock_completion($1, $2, NULL, $3)', [
    click?.accountId,
    click?.offerId,
    click?.pubMemberId,
  ]);
  const release = async (): Promise<void> => {
    if (!holds.delete(release)) return;
    await client.query('ROLLBACK');
    client.release();
  };
  holds.add(release);
  return release;
}

const countsOf = async ({ id }: GivenAccount): Promise<unknown> =>
  db.rows('SELECT status, succeeded, unchanged, failed FROM imports WHERE account_id = $1 ORDER BY created_at, id', [
    id,
  ]);

const untilSucceeded = async ({ id }: GivenAccount, succeeded: number): Promise<unknown> =>
  until(
    async () =>
      (await db.rows('SELECT FROM imports WHERE account_id = $1 AND succeeded = $2', [id, succeeded])).length === 1,
  );

/** What one process imports with. */
function aProcess(): { imports: ImportsService; running: RunningImports } {
  const { database } = db;
  const [catalog, due] = [new Catalog(database, RETRIES), new DueSignal(database)];
  const uploads = new UploadConversions(database, catalog, new RecordConversion(database, catalog, due));
  const statuses = new UpdateStatuses(database, new ChangeStatus(database, catalog, due));
  const running = new RunningImports();
  const rows = new ImportRows(uploads, statuses);
  return {
    running,
    imports: new ImportsService(database, rows, running, new PlatformEvents(database, { kept: true })),
  };
}

async function received(text: string, name: string | null = null): Promise<ReceivedFile> {
  const folder = await mkdtemp(join(tmpdir(), 'pitlane-spec-'));
  const path = join(folder, 'file');
  await writeFile(path, text);
  return { path, name, bytes: text.length, remove: () => rm(folder, { recursive: true, force: true }) };
}

describe('an import', () => {
  it('should go on to its end when its sender goes away', async () => {
    const { account, clicks, file } = await prepared();
    const release = await hold(clicks[420]);
    const sending = beginSendingCsv({ url: api.url(), key: ROOT_KEY, slug: account.slug }, '?kind=upload', file);
    await untilSucceeded(account, 400);
    const shown = (await api.as(account)('GET', '/imports')).body.items;
    expect(shown).toMatchObject([{ status: 'Running', rows: ROWS, succeeded: 400, finishedAt: null }]);
    await new Promise((resolve) => sending.once('close', resolve).destroy());
    await release();
    await until(async () => (await api.as(account)('GET', '/imports?status=Done')).body.items.length === 1);
    expect(await countsOf(account)).toEqual([{ status: 'Done', succeeded: ROWS, unchanged: 0, failed: 0 }]);
  });

  it('should stop between rows with its process, keep what it did, and be finished by the same file', async () => {
    const { account, clicks, file } = await prepared();
    const release = await hold(clicks[250]);
    const { imports, running } = aProcess();
    const sent = await received(file);
    const run = imports.run(account, 'upload', sent).catch((error: unknown) => error);
    await untilSucceeded(account, 250);
    running.onModuleDestroy();
    const ended = running.beforeApplicationShutdown();
    await release();
    await ended;
    expect(await run).toMatchObject({ status: 503, message: expect.stringContaining('Send the file again') as string });
    expect(await countsOf(account)).toEqual([{ status: 'Interrupted', succeeded: 300, unchanged: 0, failed: 0 }]);
    expect(await ledger.conversionsOf(account)).toHaveLength(300);
    await expect(stat(sent.path)).rejects.toThrow('ENOENT');

    await aProcess().imports.run(account, 'upload', await received(file));
    expect(await countsOf(account)).toEqual([
      { status: 'Interrupted', succeeded: 300, unchanged: 0, failed: 0 },
      { status: 'Done', succeeded: 150, unchanged: 300, failed: 0 },
    ]);
    expect(await ledger.conversionsOf(account)).toHaveLength(ROWS);
    expect(await ledger.deliveriesOf(account)).toHaveLength(ROWS);
  });

  it('should stop when it is removed', async () => {
    const { account, clicks, file } = await prepared();
    const release = await hold(clicks[250]);
    const run = aProcess()
      .imports.run(account, 'upload', await received(file))
      .catch((error: unknown) => error);
    await untilSucceeded(account, 250);
    await db.rows('DELETE FROM imports WHERE account_id = $1', [account.id]);
    await release();
    expect(await run).toMatchObject({ status: 409 });
    expect(await ledger.conversionsOf(account)).toHaveLength(300);
    expect(await countsOf(account)).toEqual([]);
  });

  it('should keep the name of its file, as far as it can be stored', async () => {
    const { account } = await prepared();
    const { imports } = aProcess();
    for (const name of [' conversions.csv ', 'a\0b', 'x'.repeat(300), '', null]) {
      await imports.run(account, 'upload', await received(UPLOAD.join(','), name));
    }
    const rows = await db.rows('SELECT file_name FROM imports WHERE account_id = $1 ORDER BY id', [account.id]);
    expect(rows.map(({ file_name }) => file_name as unknown)).toEqual([
      'conversions.csv',
      null,
      'x'.repeat(255),
      null,
      null,
    ]);
  });
});
