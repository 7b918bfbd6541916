import { until } from '@app/testing';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Account } from '../support/account';
import type { CallbackBody, Offer } from '../support/answers';
import { testPitlane } from '../support/pitlane';
import { fileOf, importFile, sendFile, type Cell, type Format, type ImportDone } from './import-files';

const UPLOAD = ['ClickId', 'EventID', 'UserCompletedAt', 'Revenue', 'Reward'];
const STATUS = ['gk_click_id', 'EventId', 'Status', 'RejectionReason'];
const FORMATS: Format[] = ['csv', 'xlsx', 'xls'];

const pitlane = testPitlane();

/** An account with a receiver of callbacks, whose clock stands still; `clickedAt` is now, to the second. */
async function anAccount(): Promise<{ account: Account; clickedAt: Date }> {
  const account = await pitlane().account();
  await account.callback({ url: await account.receiver('callback'), sendRejected: true });
  const { now } = await account.freeze();
  return { account, clickedAt: new Date(Math.floor(Date.parse(now) / 1_000) * 1_000) };
}

const clickOn = async (account: Account, offer: Offer): Promise<string> => (await account.click(offer)).clickId;

const countsOf = ({ rows, succeeded, unchanged, failed }: ImportDone): number[] => [rows, succeeded, unchanged, failed];

/** Callbacks that arrived, once nothing is on its way any more. */
async function arrived(account: Account): Promise<CallbackBody[]> {
  await until(
    async () => (await account.api.get<{ totalCount: number }>('/deliveries?status=Pending')).totalCount === 0,
  );
  return (await account.received('callback')).map(({ body }) => JSON.parse(body) as CallbackBody);
}

/** Reads the event stream of an account until it is left. */
async function watch(account: Account): Promise<{ events: () => Record<string, unknown>[]; leave: () => void }> {
  const headers = { authorization: `ApiToken ${account.key}` };
  const [response] = (await once(
    get(`${account.url}/admin/v1/emulator/events?kind=import`, { headers, agent: false }),
    'response',
  )) as [IncomingMessage];
  let text = '';
  response.on('data', (piece) => (text += String(piece)));
  response.on('error', () => undefined);
  return {
    events: () =>
      [...text.matchAll(/^event: import\ndata: (.*)$/gm)].map(
        ([, json]) => JSON.parse(json ?? '') as Record<string, unknown>,
      ),
    leave: () => response.destroy(),
  };
}

describe('an upload of conversions (G4.1)', () => {
  it.each(FORMATS)('should record the rows of a %s file once, however often it is sent', async (format) => {
    const { account, clickedAt } = await anAccount();
    const single = await account.offer({ revenue: 1, reward: 2 });
    const multi = await account.multiEventOffer(['signup', 'level-5']);
    const [one, two] = [await clickOn(account, single), await clickOn(account, multi)];
    await account.advance('2h');
    const at = new Date(clickedAt.getTime() + 1_800_000);
    const rows: Cell[][] = [
      ['Note', ...UPLOAD],
      ['good', one, '', at, 1.1, 70],
      ['good', two, 'level-5', at, 3, 40.25],
      ['no such event', two, 'level-6', at, 3, 40],
      ['no number', one, '', at, 'free', 70],
    ];
    const first = await importFile(account, 'upload', fileOf(format, rows));
    expect(countsOf(first)).toEqual([4, 2, 0, 2]);
    expect(first.results.map(({ row, result }) => [row, result])).toEqual([
      [2, 'succeeded'],
      [3, 'succeeded'],
      [4, 'failed'],
      [5, 'failed'],
    ]);
    const callbacks = (await arrived(account)).map(({ conversion }) => conversion);
    expect(callbacks).toHaveLength(2);
    expect(callbacks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ clickId: one, userCompletedAt: at.toISOString(), revenue: 1.1, rewardPoints: 70 }),
        expect.objectContaining({ clickId: two, eventId: 'level-5', revenue: 3, rewardPoints: 40.25 }),
      ]),
    );
    const { history } = await account.conversion(first.results[0]?.conversionIds[0] ?? '');
    expect(history).toMatchObject([{ from: null, to: 'Success', by: 'import' }]);

    const second = await importFile(account, 'upload', fileOf(format, rows));
    expect(countsOf(second)).toEqual([4, 0, 2, 2]);
    expect(second.results[0]?.conversionIds).toEqual(first.results[0]?.conversionIds);
    expect(await arrived(account)).toHaveLength(2);
    expect(await account.api.list('/conversions')).toHaveLength(2);
  });

  it.each(FORMATS)(
    'should refuse a %s file without one of its columns, naming it, with nothing written',
    async (format) => {
      const { account, clickedAt } = await anAccount();
      const clickId = await clickOn(account, await account.offer());
      const rows = [UPLOAD.slice(0, 4), [clickId, '', clickedAt, 1]];
      const { status, json } = await sendFile(account, 'kind=upload', fileOf(format, rows));
      expect([status, json]).toMatchObject([400, { errors: [{ field: 'Reward' }] }]);
      expect(await account.api.list('/conversions')).toEqual([]);
      expect(await account.api.list('/imports')).toEqual([]);
    },
  );
});

describe('an update of statuses (G4.1)', () => {
  it.each(FORMATS)('should set the statuses of a %s file once, however often it is sent', async (format) => {
    const { account } = await anAccount();
    const multi = await account.multiEventOffer(['signup', 'level-5']);
    const clickId = await clickOn(account, multi);
    const [signup, level] = [
      await account.convert(clickId, { cnv_event_id: 'signup' }),
      await account.convert(clickId, { cnv_event_id: 'level-5' }),
    ];
    const other = await account.convertNew(await account.offer());
    expect(await arrived(account)).toHaveLength(3);
    const rows = [
      STATUS,
      [clickId, level.conversionId, 'REJECTED', 'Fraud'],
      [other.clickId, '', 'rejected', ''],
      [clickId, other.conversionId, 'Rejected', ''],
      [clickId, 'level-5', 'Rejected', ''],
    ];
    const file = (): File => fileOf(format, rows);
    expect(countsOf(await importFile(account, 'status-update', file()))).toEqual([4, 2, 0, 2]);
    const standing = await Promise.all(
      [signup, level, other].map(({ conversionId }) => account.conversion(conversionId)),
    );
    expect(standing.map(({ status, rejectionReason }) => [status, rejectionReason])).toEqual([
      ['Success', null],
      ['Rejected', 'Fraud'],
      ['Rejected', null],
    ]);
    expect(await arrived(account)).toHaveLength(5);
    expect(countsOf(await importFile(account, 'status-update', file()))).toEqual([4, 0, 2, 2]);
    expect(await arrived(account)).toHaveLength(5);
  });
});

describe('what is kept of an import', () => {
  async function importedRows(
    count: number,
  ): Promise<{ account: Account; done: ImportDone; watched: Record<string, unknown>[] }> {
    const { account } = await anAccount();
    const clickId = await clickOn(account, await account.offer({ allowRepetitions: true }));
    await account.advance('2d');
    const { now } = await account.api.get<{ now: string }>('/emulator/clock');
    const rows = Array.from({ length: count }, (_, n) => [
      n % 3 === 0 ? 'no id' : clickId,
      '',
      new Date(Date.parse(now) - 60_000 * (n + 1)).toISOString(),
      '1',
      '1',
    ]);
    const stream = await watch(account);
    const done = await importFile(account, 'upload', fileOf('csv', [UPLOAD, ...rows]));
    await until(() => stream.events().at(-1)?.['status'] === 'Done');
    stream.leave();
    return { account, done, watched: stream.events() };
  }

  it('should be told on the event stream while it runs', async () => {
    const { done, watched } = await importedRows(300);
    const { results, ...end } = done;
    expect(results).toHaveLength(300);
    const { id, kind, rows, succeeded, unchanged, failed } = end;
    const about = { kind: 'import', importId: id, importKind: kind, rows };
    expect(watched[0]).toMatchObject({ ...about, status: 'Running', done: 0, succeeded: 0, unchanged: 0, failed: 0 });
    expect(watched.at(-1)).toMatchObject({ ...about, status: 'Done', done: 300, succeeded, unchanged, failed });
    const steps = watched.map((event) => Number(event['done']));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  it('should be the result of each row, as a list and as a file', async () => {
    const { account, done } = await importedRows(7);
    expect(countsOf(done)).toEqual([7, 4, 0, 3]);
    expect(await account.api.list('/imports')).toMatchObject([
      { id: done.id, status: 'Done', fileName: 'conversions.csv' },
    ]);
    expect(await account.api.list(`/imports/${done.id}/rows`)).toEqual(done.results);
    const { text, headers } = await account.api.call('GET', `/imports/${done.id}/rows?result=failed&format=csv`);
    expect(headers.get('content-type')).toContain('text/csv');
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => line.split(',').slice(0, 2)),
    ).toEqual([
      ['row', 'result'],
      ['2', 'failed'],
      ['5', 'failed'],
      ['8', 'failed'],
    ]);
  });

  it('should be gone after a reset, unless conversions stay', async () => {
    const { account, done } = await importedRows(4);
    await account.api.post('/emulator/reset', { keep: ['conversions'] });
    expect(await account.api.list(`/imports/${done.id}/rows`)).toHaveLength(4);
    await account.api.post('/emulator/reset', {});
    expect(await account.api.list('/imports')).toEqual([]);
    expect((await account.api.refused('GET', `/imports/${done.id}/rows`)).status).toBe(404);
  });
});
