import { Database } from '@app/store';
import { Given, testDatabase, until, type GivenAccount, type GivenClick } from '@app/testing';
import { ROOT_KEY, testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as, url } = testApi(db);
const another = testApi(db);

type Rule = Record<string, unknown>;

const ask = async (account: GivenAccount, ...rules: Rule[]): Promise<void> => {
  expect((await as(account)('PUT', '/emulator/api-faults', { rules })).status).toBe(200);
};

const rulesOf = async (account: GivenAccount): Promise<Record<string, unknown>[]> =>
  (await as(account)('GET', '/emulator/api-faults')).body['rules'] as Record<string, unknown>[];

async function aClick(account?: GivenAccount): Promise<GivenClick & { account: GivenAccount }> {
  const owner = account ?? (await given.account());
  const click = await given.click({ offer: await given.offer({ account: owner }) });
  return { ...click, account: owner };
}

const convertPath = ({ account, id }: GivenClick & { account: GivenAccount }): string =>
  `/api/v1/${account.pathSecrets}?gk_click_id=${id}&signature=${account.signature}`;

const clickPath = ({ offer }: GivenClick): string =>
  `/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=lus`;

const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${url()}${path}`, { redirect: 'manual', ...init });

const countOf = async (table: string, { id }: GivenAccount): Promise<number> =>
  (await db.row<{ count: number }>(`SELECT count(*)::int FROM ${table} WHERE account_id = $1`, [id])).count;

const logOf = ({ id }: GivenAccount): Promise<Record<string, unknown>[]> =>
  db.rows(
    'SELECT kind, http_status AS status, result, trace FROM request_logs WHERE account_id = $1 ORDER BY created_at',
    [id],
  );

describe('a fault of the API', () => {
  it.each([
    [429, '1'],
    [500, null],
    [503, '1'],
  ])('should answer %d in the shape of the edge, with Retry-After %s, and carry nothing out', async (status, after) => {
    const click = await aClick();
    await ask(click.account, { path: '/api/v1/*', status });
    const answer = await get(convertPath(click));
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('x-pitlane-fault')]).toEqual([
      status,
      after,
      String(status),
    ]);
    expect(await answer.json()).toMatchObject({ isSuccessful: false, messages: [expect.stringContaining('fault')] });
    expect(await countOf('conversions', click.account)).toBe(0);
    expect(await logOf(click.account)).toMatchObject([
      { kind: 'conversion', status, result: 'injected_fault', trace: [{ rule: 'injected fault' }] },
    ]);
  });

  it('should meet calls of its account alone: by secret path, offer, partner link, endpoint, key and host', async () => {
    const [mine, theirs] = [await aClick(), await aClick()];
    const key = (await as(mine.account)('POST', '/account/keys', { scope: 'management' })).body['apiKey'];
    expect(key).toEqual(expect.any(String));
    await ask(
      mine.account,
      { path: '/api/v1/*', status: 503 },
      { path: '/r/*', status: 503 },
      { path: '/track', status: 503 },
    );
    const link = await given.partnerLink(await given.partner({ account: mine.account }), mine.offer);
    const authorization = `ApiToken ${String(key)}`;
    const ours = [
      await get(convertPath(mine)),
      await get(clickPath(mine)),
      await get(`/api/v1/offer-link/redirect/${link}?pub_member_id=lus`),
      await get(`/r/${mine.account.rejectionEndpointId}?new_rejected_reason=x&transaction_id=y`),
      await get('/api/v1/sdk-conversion-system/conversions', { headers: { authorization } }),
      await get('/api/v1/sdk-conversion-system/conversions', {
        headers: { authorization: `ApiToken ${ROOT_KEY}`, 'x-pitlane-account': mine.account.slug },
      }),
    ];
    expect(ours.map(({ status }) => status)).toEqual(ours.map(() => 503));
    const others = [
      await get(convertPath(theirs)),
      await get(clickPath(theirs)),
      await get('/track?gk_click_id=1'),
      await get('/api/v1/sdk-conversion-system/conversions', { headers: { authorization: 'ApiToken wrong' } }),
    ];
    expect(others.map(({ status }) => status)).toEqual([200, 302, 400, 401]);
  });

  it('should be given so often, then no more, and be counted', async () => {
    const click = await aClick();
    await ask(click.account, { method: 'GET', path: '/api/v1/offer-wall/*', status: 500, times: 2 });
    const statuses: number[] = [];
    for (let call = 0; call < 4; call++) statuses.push((await get(clickPath(click))).status);
    expect(statuses).toEqual([500, 500, 302, 302]);
    expect(await rulesOf(click.account)).toMatchObject([{ times: 2, calls: 4, injected: 2, delay: 0, seed: 0 }]);
  });

  it('should meet the same share of the same calls on every run', async () => {
    const click = await aClick();
    const run = async (seed: number): Promise<number[]> => {
      await ask(click.account, { path: '/api/v1/offer-wall/*', status: 503, probability: 0.5, seed });
      const statuses: number[] = [];
      for (let call = 0; call < 12; call++) statuses.push((await get(clickPath(click))).status);
      return statuses;
    };
    const first = await run(3);
    expect(new Set(first)).toEqual(new Set([302, 503]));
    expect(await run(3)).toEqual(first);
    expect(await run(4)).not.toEqual(first);
  });

  it('should let the first rule count that is for a call, whatever its method', async () => {
    const click = await aClick();
    const path = '/api/v1/*';
    await ask(click.account, { method: 'POST', path, status: 500 }, { path, status: 503 }, { path, status: 429 });
    expect((await get(convertPath(click))).status).toBe(503);
    expect((await get(convertPath(click), { method: 'POST' })).status).toBe(500);
  });

  it('should keep a call waiting, then carry it out, and say so in its log', async () => {
    const click = await aClick();
    await ask(click.account, { path: '/api/v1/*', delay: '120ms' });
    const startedAt = performance.now();
    expect((await get(convertPath(click), { method: 'POST', body: '{}' })).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115);
    const [{ trace } = { trace: [] }] = await logOf(click.account);
    expect(trace).toEqual(
      expect.arrayContaining([
        { row: null, rule: 'injected delay', result: 'applied' },
        { row: 14, rule: 'conversion is accepted', result: 'applied' },
      ]),
    );
  });

  it('should carry out late what its caller no longer waits for', async () => {
    const click = await aClick();
    await ask(click.account, { path: '/api/v1/*', delay: '1s' });
    const leaving = new AbortController();
    const call = get(convertPath(click), { signal: leaving.signal }).catch(() => 'gone');
    await until(async () => (await rulesOf(click.account))[0]?.['injected'] === 1);
    leaving.abort();
    expect(await call).toBe('gone');
    await until(async () => (await countOf('conversions', click.account)) === 1);
  });

  it('should hold in every process', async () => {
    const click = await aClick();
    await ask(click.account, { path: '/api/v1/offer-wall/*', status: 503, times: 2 });
    const elsewhere = `${another.url()}${clickPath(click)}`;
    await until(async () => (await fetch(elsewhere, { redirect: 'manual' })).status === 503);
    expect((await get(clickPath(click))).status).toBe(503);
    expect((await get(clickPath(click))).status).toBe(302);
  });

  it('should end when it is deleted, and when the account is reset', async () => {
    const click = await aClick();
    await ask(click.account, { path: '/api/v1/*', status: 503 });
    expect((await as(click.account)('DELETE', '/emulator/api-faults')).status).toBe(204);
    expect((await get(convertPath(click))).status).toBe(200);
    await ask(click.account, { path: '/api/v1/*', status: 503 });
    await as(click.account)('POST', '/emulator/reset', { keep: ['offers', 'faults'] });
    expect((await get(clickPath(click))).status).toBe(503);
    await as(click.account)('POST', '/emulator/reset', { keep: ['offers'] });
    expect((await get(clickPath(click))).status).toBe(302);
    expect(await rulesOf(click.account)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['no rules', {}, 'rules'],
    ['what is no rule', { rules: [5] }, 'rules'],
    ['no path', { rules: [{ status: 500 }] }, 'rules.0.path'],
    ['the admin REST', { rules: [{ path: '/admin/v1/offers', status: 500 }] }, 'rules.0.path'],
    ['everything', { rules: [{ path: '*', status: 500 }] }, 'rules.0.path'],
    ['a query', { rules: [{ path: '/track?a=1', status: 500 }] }, 'rules.0.path'],
    ['another status', { rules: [{ path: '/track', status: 404 }] }, 'rules.0.status'],
    ['neither status nor delay', { rules: [{ path: '/track' }] }, 'rules.0.status'],
    ['a method that is none', { rules: [{ path: '/track', status: 500, method: 'get' }] }, 'rules.0.method'],
    ['a long delay', { rules: [{ path: '/track', delay: '61s' }] }, 'rules.0.delay'],
    ['no times at all', { rules: [{ path: '/track', status: 500, times: 0 }] }, 'rules.0.times'],
    ['more than all', { rules: [{ path: '/track', status: 500, probability: 1.1 }] }, 'rules.0.probability'],
    ['an unknown field', { rules: [{ path: '/track', status: 500, colour: 1 }] }, 'rules.0.colour'],
    ['too many', { rules: Array.from({ length: 21 }, () => ({ path: '/track', status: 500 })) }, 'rules'],
  ])('should refuse %s, and leave the rules as they are', async (_, body, field) => {
    const account = await given.account();
    await ask(account, { path: '/track', status: 500 });
    expect(await as(account)('PUT', '/emulator/api-faults', body)).toMatchObject({ status: 400, fields: [field] });
    expect(await rulesOf(account)).toHaveLength(1);
  });
});
