import { Database } from '@app/store';
import {
  anId,
  csvOf,
  Given,
  Ledger,
  sendCsv,
  testDatabase,
  type GivenAccount,
  type GivenClick,
  type ImportAnswer,
} from '@app/testing';
import { ROOT_KEY, testApi } from '../../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const ledger = new Ledger(db);
const api = testApi(db);

const send = ({ slug }: GivenAccount, query: string, file: string): Promise<ImportAnswer> =>
  sendCsv({ url: api.url(), key: ROOT_KEY, slug }, query, file);

const UPLOAD = ['ClickId', 'EventID', 'UserCompletedAt', 'Revenue', 'Reward'];
const AT = '2024-01-05 11:00:00';
const row = ({ id }: { id: string }, ...rest: string[]): string[] => [id, '', AT, '7.5', '70', ...rest];

/** Members of one offer, each with a click. */
async function clicksOf(account: GivenAccount, count: number): Promise<GivenClick[]> {
  const offer = await given.offer({ account });
  return Promise.all(Array.from({ length: count }, (_, n) => given.click({ offer, pubMemberId: `m${String(n)}` })));
}

/** An account with an import of three rows: good, bad, good. */
async function imported(): Promise<{ account: GivenAccount; id: string }> {
  const account = await given.account();
  const [one, two] = await clicksOf(account, 2);
  const file = csvOf(UPLOAD, row(one!), row({ id: anId() }), row(two!));
  const { body } = await send(account, '?kind=upload', file);
  return { account, id: body.id };
}

describe('POST /conversions/import', () => {
  it('should carry out the good rows, and answer what became of each', async () => {
    const account = await given.account();
    const [one, two, three] = await clicksOf(account, 3);
    const unknown = { id: anId() };
    const file = csvOf(
      ['reward', 'Note', 'REVENUE', 'userCompletedAt', 'EventId', 'clickID'],
      ['70', 'a note', '7.5', AT, '', one!.id],
      ['70', 'b', 'free', AT, '', two!.id],
      ['70', 'c', '7.5', AT, '', unknown.id],
      ['70'],
      ['1', '', '2', AT, '', three!.id],
    );
    const { status, body } = await send(account, '?kind=upload', file);
    const { results, ...head } = body;
    expect([status, head]).toEqual([
      200,
      {
        id: expect.any(String) as string,
        kind: 'upload',
        status: 'Done',
        fileName: null,
        createdAt: expect.any(String) as string,
        finishedAt: expect.any(String) as string,
        rows: 5,
        succeeded: 2,
        unchanged: 0,
        failed: 3,
      },
    ]);
    const rows = await ledger.conversionsOf(account);
    const idOf = (click: GivenClick | undefined): unknown => rows.find(({ clickId }) => clickId === click?.id)?.['id'];
    expect(results).toEqual([
      { row: 2, result: 'succeeded', reason: null, conversionIds: [idOf(one)] },
      { row: 3, result: 'failed', reason: expect.stringContaining('Revenue') as string, conversionIds: [] },
      { row: 4, result: 'failed', reason: expect.stringContaining('ClickId') as string, conversionIds: [] },
      { row: 5, result: 'failed', reason: expect.stringContaining('ClickId') as string, conversionIds: [] },
      { row: 6, result: 'succeeded', reason: null, conversionIds: [idOf(three)] },
    ]);
  });

  it('should set statuses, and be safe to send twice', async () => {
    const account = await given.account();
    const [one, two] = await clicksOf(account, 2);
    const [first, second] = [await given.conversion({ click: one! }), await given.conversion({ click: two! })];
    const file = csvOf(
      ['Status', 'gk_click_id', 'EventID', 'RejectionReason'],
      ['rejected', one!.id, '', 'Fraud'],
      ['PENDING', two!.id, second.id, ''],
      ['Success', two!.id, first.id, ''],
      ['Approved', two!.id, second.id, ''],
    );
    const counts = async (): Promise<unknown> => {
      const { body } = await send(account, '?kind=status-update', file);
      return [body.succeeded, body.unchanged, body.failed];
    };
    expect(await counts()).toEqual([2, 0, 2]);
    expect(await counts()).toEqual([0, 2, 2]);
    const rows = await ledger.conversionsOf(account);
    expect(Object.fromEntries(rows.map(({ id, status, reason }) => [id, [status, reason]]))).toEqual({
      [first.id]: ['Rejected', 'Fraud'],
      [second.id]: ['Pending', null],
    });
  });

  it('should answer the results as a file where one is asked for', async () => {
    const account = await given.account();
    const [one] = await clicksOf(account, 1);
    const file = csvOf(UPLOAD, row(one!), row({ id: 'x' }));
    const csv = await send(account, '?kind=upload&format=csv', file);
    const lines = csv.text.trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('row,result,reason,conversionIds');
    expect(lines[1]).toMatch(/^2,succeeded,,"\[""[0-9a-f-]{36}""\]"$/);
    expect(lines[2]).toBe('3,failed,ClickId must be the id of a click.,[]');
    const xlsx = await send(account, '?kind=upload&format=xlsx', file);
    expect([xlsx.status, xlsx.text.slice(0, 2)]).toEqual([200, 'PK']);
  });

  it.each([
    ['', 'kind'],
    ['?kind=', 'kind'],
    ['?kind=delete', 'kind'],
    ['?kind=upload&kind=upload', 'kind'],
    ['?kind=upload&format=pdf', 'format'],
    ['?kind=upload&dryRun=true', 'dryRun'],
  ])('should refuse the query “%s”, naming %s', async (query, field) => {
    const account = await given.account();
    const [one] = await clicksOf(account, 1);
    const { status, body } = await send(account, query, csvOf(UPLOAD, row(one!)));
    expect([status, body.errors?.map((error) => error.field)]).toEqual([400, [field]]);
    expect(await ledger.conversionsOf(account)).toEqual([]);
  });

  it.each([
    ['no columns', (id: string) => csvOf([id, '', AT, '1', '1']), UPLOAD],
    ['a column missing', (id: string) => csvOf(UPLOAD.slice(0, 4), row({ id })), ['Reward']],
    ['a column twice', (id: string) => csvOf([...UPLOAD, 'REWARD'], row({ id }, '9')), ['Reward']],
    ['the columns of the other kind', (id: string) => csvOf(['gk_click_id', 'Status'], [id, 'Success']), UPLOAD],
    ['an end in the middle', (id: string) => `${csvOf(UPLOAD, row({ id }))}\n"never closed`, ['file']],
    ['nothing in it', () => '', ['file']],
    ['blank lines', () => '\n\n \n', ['file']],
  ])('should refuse a file with %s as a whole, with nothing written', async (_, fileOf, fields) => {
    const account = await given.account();
    const [one] = await clicksOf(account, 1);
    const { status, body } = await send(account, '?kind=upload', fileOf(one!.id));
    expect([status, body.errors?.map(({ field }) => field)]).toEqual([400, fields]);
    expect(await ledger.conversionsOf(account)).toEqual([]);
    expect((await api.as(account)('GET', '/imports')).body.items).toEqual([]);
  });

  it('should take a file of a header alone', async () => {
    const { status, body } = await send(await given.account(), '?kind=upload', csvOf(UPLOAD));
    expect([status, body.status, body.rows, body.results]).toEqual([200, 'Done', 0, []]);
  });

  it("should know nothing of another account's clicks", async () => {
    const [account, other] = [await given.account(), await given.account()];
    const [click] = await clicksOf(other, 1);
    await given.conversion({ click: click! });
    const upload = await send(account, '?kind=upload', csvOf(UPLOAD, row(click!)));
    const status = await send(
      account,
      '?kind=status-update',
      csvOf(['gk_click_id', 'Status'], [click!.id, 'Rejected']),
    );
    expect([upload, status].map(({ body }) => [body.succeeded, body.failed])).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(await ledger.conversionsOf(other)).toMatchObject([{ status: 'Success' }]);
  });

  it('should refuse a key that does not open the admin REST', async () => {
    const account = await given.account();
    const { body } = await api.as(account)('POST', '/account/keys', { scope: 'management' });
    const answers = await Promise.all(
      [String(body['apiKey']), 'wrong'].map(async (key) => {
        const response = await fetch(`${api.url()}/admin/v1/conversions/import?kind=upload`, {
          method: 'POST',
          headers: { authorization: `ApiToken ${key}`, 'content-type': 'text/csv' },
          body: csvOf(UPLOAD),
        });
        return response.status;
      }),
    );
    expect(answers).toEqual([403, 401]);
  });
});

describe('GET /imports', () => {
  it('should list imports, newest first, by kind and status', async () => {
    const { account, id } = await imported();
    const { body } = await send(account, '?kind=status-update', csvOf(['gk_click_id', 'Status']));
    const call = api.as(account);
    const idsOf = async (query: string): Promise<unknown[]> =>
      (await call('GET', `/imports${query}`)).body.items.map((item) => item['id']);
    expect(await idsOf('')).toEqual([body.id, id]);
    expect(await idsOf('?kind=upload')).toEqual([id]);
    expect(await idsOf('?status=Running')).toEqual([]);
    expect(await idsOf('?status=Done&order_asc=true')).toEqual([id, body.id]);
    expect((await call('GET', '/imports?status=Lost')).fields).toEqual(['status']);
  });

  it('should show one, and its rows by result, in pages', async () => {
    const { account, id } = await imported();
    const call = api.as(account);
    expect((await call('GET', `/imports/${id}`)).body).toMatchObject({ id, rows: 3, succeeded: 2, failed: 1 });
    const rowsOf = async (query: string): Promise<unknown> => {
      const { body } = await call('GET', `/imports/${id}/rows${query}`);
      return [body['totalCount'], body.items.map((item) => item['row'])];
    };
    expect(await rowsOf('')).toEqual([3, [2, 3, 4]]);
    expect(await rowsOf('?result=failed')).toEqual([1, [3]]);
    expect(await rowsOf('?result=succeeded,unchanged&page=1&page_size=1')).toEqual([2, [4]]);
    expect((await call('GET', `/imports/${id}/rows?result=odd`)).fields).toEqual(['result']);
  });

  it("should not show another account's", async () => {
    const { id } = await imported();
    const call = api.as(await given.account());
    expect((await call('GET', '/imports')).body.items).toEqual([]);
    for (const path of [`/imports/${id}`, `/imports/${id}/rows`, `/imports/${id}/rows?format=csv`, '/imports/none']) {
      expect([path, (await call('GET', path)).status]).toEqual([path, 404]);
    }
  });

  it('should be gone with its account', async () => {
    const { account, id } = await imported();
    const { id: stays } = await imported();
    const { status } = await api.as(account)('DELETE', `/accounts/${account.slug}`);
    const left = await db.rows(
      'SELECT i.id, count(*)::int AS rows FROM imports i JOIN import_rows r ON r.import_id = i.id WHERE i.id = ANY($1) GROUP BY 1',
      [[id, stays]],
    );
    expect([status, left]).toEqual([204, [{ id: stays, rows: 3 }]]);
    expect(await db.rows('SELECT FROM import_rows WHERE import_id = $1', [id])).toEqual([]);
  });

  it('should show one whose process has not been heard of for half a minute as Interrupted', async () => {
    const { account, id } = await imported();
    const call = api.as(account);
    const statusAfter = async (heard: string): Promise<unknown[]> => {
      await db.rows(
        `UPDATE imports SET status = 'Running', finished_at = NULL, heard_at = clock_timestamp() - $2::interval WHERE id = $1`,
        [id, heard],
      );
      const { body } = await call('GET', '/imports?status=Interrupted');
      return [(await call('GET', `/imports/${id}`)).body['status'], body.items.length];
    };
    expect(await statusAfter('1 second')).toEqual(['Running', 0]);
    expect(await statusAfter('31 seconds')).toEqual(['Interrupted', 1]);
  });
});
