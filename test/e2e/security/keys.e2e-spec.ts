import { Database } from '@app/store';
import { testDatabase, until } from '@app/testing';
import type { Account } from '../support/account';
import { request } from '../support/http';
import { documentedOperations, type Operation } from '../support/openapi';
import { startPitlane, type Pitlane } from '../support/pitlane';

const SCOPES = ['management', 'partner', 'advertiser'] as const;
const ROOT_KEY = 'the-root-key-of-these-tests';
const OLD_ROOT_KEY = 'the-root-key-until-yesterday';

/** Folded in the background, whoever calls. */
const MOVING = ['click_deltas', 'click_counts', 'receiver_health'];

const db = testDatabase(Database);
let pitlane: Pitlane;
let owner: Account;
let stranger: Account;
let routes: Operation[];
/** Of the owner, by the end of the path that they stand in. */
let ids: [RegExp, string][];
/** What tells the owner's rows. */
let marks: string[];
let strangersKeys: Record<(typeof SCOPES)[number], string>;

const first = async (path: string): Promise<string> => (await owner.api.list<{ id: string }>(path))[0]!.id;

beforeAll(async () => {
  pitlane = await startPitlane({
    env: { DATABASE_URL: db.url, PITLANE_ADMIN_KEY: ROOT_KEY, PITLANE_ADMIN_KEY_PREVIOUS: OLD_ROOT_KEY },
    redisUrl: null,
  });
  [owner, stranger] = [await pitlane.account(), await pitlane.account()];
  const offer = await owner.offer({ name: 'Owned Offer' });
  const partner = await owner.partner('Owned Partner');
  await owner.link(partner, offer);
  const postback = await owner.postback(partner, { scope: 'global', url: 'https://owned.example/', enabled: false });
  await owner.receiver('owned-receiver');
  const { conversionId, clickId } = await owner.convertNew(offer);
  await owner.api.post('/emulator/clock/freeze', { at: '2100-01-01T00:30:00.000Z' });
  const change = { offerId: offer.id, field: 'reward', value: 5, at: '2100-01-01T02:00:00.000Z' };
  await owner.api.post('/scheduled-changes', change);
  await request(`${owner.url}/admin/v1/conversions/import?kind=status-update`, {
    method: 'POST',
    headers: { authorization: `ApiToken ${owner.key}`, 'content-type': 'text/csv' },
    body: `gk_click_id,Status\n${clickId},Success`,
  });
  await owner.api.put('/emulator/snapshots/owned-snapshot', {});
  ids = [
    [/\/account\/keys\/\{id\}/, await first('/account/keys')],
    [/\/advertisers\/\{id\}/, await first('/advertisers')],
    [/\/offers\/\{id\}|\/partner\/\{id\}/, offer.id],
    [/\/partners\/\{id\}/, partner.id],
    [/\/postbacks\/\{id\}/, postback.id],
    [/\/conversions\/\{id\}/, conversionId],
    [/\/deliveries\/\{id\}/, await first('/deliveries?includeSkipped=true')],
    [/\/scheduled-changes\/\{id\}/, await first('/scheduled-changes')],
    [/\/imports\/\{id\}/, await first('/imports')],
    [/\/receivers\/\{name\}/, 'owned-receiver'],
    [/\/snapshots\/\{name\}/, 'owned-snapshot'],
    [/\/accounts\/\{slug\}/, owner.slug],
  ];
  marks = ['Owned Offer', 'Owned Partner', 'owned.example', conversionId, clickId];
  const { operations } = await documentedOperations(pitlane.url, '/');
  routes = operations.filter(({ needsKey }) => needsKey);
  const theirs = await stranger.partner();
  const key = async (scope: string): Promise<string> => {
    const partnerId = scope === 'partner' ? { partnerId: theirs.id } : {};
    return (await stranger.api.post<{ apiKey: string }>('/account/keys', { scope, ...partnerId })).apiKey;
  };
  strangersKeys = {
    management: await key('management'),
    partner: await key('partner'),
    advertiser: await key('advertiser'),
  };
  await settled();
});

afterAll(() => pitlane.close());

/** The route with the owner's ids in it. */
function filled(path: string): string {
  const [, id] = ids.find(([pattern]) => pattern.test(path)) ?? [];
  return path.replace('{product}', 'publisher').replace(/\{\w+\}/, id ?? 'x');
}

interface Tried {
  route: string;
  status: number;
  text: string;
}

/** Every route that takes a key, once, one after another: some of them change something. */
async function tryAll(headers: Record<string, string>, some: readonly Operation[] = routes): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (const { method, path } of some) {
    const hasBody = method !== 'GET' && method !== 'DELETE';
    const { status, text } = await request(`${pitlane.url}${filled(path)}`, {
      method,
      headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
      ...(hasBody ? { body: '{}' } : {}),
    });
    // A problem names the path that was asked for.
    tried.push({ route: `${method} ${path}`, status, text: text.replaceAll(filled(path), '') });
  }
  return tried;
}

const apiToken = (key: string): Record<string, string> => ({ authorization: `ApiToken ${key}` });

/** Everything that the owner has, table by table. */
async function dump(): Promise<Record<string, string[]>> {
  const tables = await db.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name = 'account_id'
        AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public') ORDER BY 1`,
  );
  const dumped: Record<string, string[]> = {};
  for (const { name } of tables.filter((each) => !MOVING.includes(each.name))) {
    const rows = await db.rows<{ row: string }>(
      `SELECT t::text AS row FROM ${name} t WHERE account_id = (SELECT id FROM accounts WHERE slug = $1) ORDER BY 1`,
      [owner.slug],
    );
    dumped[name] = rows.map(({ row }) => row);
  }
  const accounts = await db.rows<{ row: string }>('SELECT t::text AS row FROM accounts t WHERE slug = $1', [
    owner.slug,
  ]);
  return { ...dumped, accounts: accounts.map(({ row }) => row) };
}

/** Nothing of the owner is on its way any more. */
const settled = (): Promise<unknown> =>
  until(async () => {
    const [row] = await db.rows<{ busy: number }>(
      `SELECT count(*)::int AS busy FROM deliveries WHERE status = 'Pending' AND account_id = (SELECT id FROM accounts WHERE slug = $1)`,
      [owner.slug],
    );
    const [key] = await db.rows(`SELECT FROM api_keys WHERE id = $1 AND last_used_at IS NOT NULL`, [ids[0]![1]]);
    return row?.busy === 0 && key !== undefined;
  });

describe('every route that takes a key (K1, K6)', () => {
  it('should be a route that these tests know an id for', () => {
    expect(routes.length).toBeGreaterThan(80);
    expect(routes.map(({ path }) => filled(path)).filter((path) => /\/x(\/|$)/.test(path))).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['no key', {}],
    ['a wrong key', { authorization: 'ApiToken wrong' }],
    ['another scheme', { authorization: `Bearer ${ROOT_KEY}` }],
    ['an empty key', { authorization: 'ApiToken ' }],
    ['a session that nobody has', { cookie: 'pitlane_session=x', 'x-pitlane-console': '1' }],
  ])('should answer 401 to %s, and change nothing', async (_, headers) => {
    const before = await dump();
    const tried = await tryAll(headers);
    expect(tried.filter(({ status }) => status !== 401)).toEqual([]);
    expect(await dump()).toEqual(before);
  });

  it("should answer 403 to any key of one account that names another's, and change nothing", async () => {
    const before = await dump();
    for (const key of [stranger.key, ...Object.values(strangersKeys)]) {
      const tried = await tryAll({ ...apiToken(key), 'x-pitlane-account': owner.slug });
      expect(tried.filter(({ status }) => status !== 403)).toEqual([]);
    }
    expect(await dump()).toEqual(before);
  });

  it.each(SCOPES)('should answer 403 to a key of scope %s in the admin REST, and change nothing', async (scope) => {
    const before = await dump();
    const admin = routes.filter(({ path }) => path.startsWith('/admin/'));
    const tried = await tryAll(apiToken(strangersKeys[scope]), admin);
    expect(tried.filter(({ status }) => status !== 403)).toEqual([]);
    expect(await dump()).toEqual(before);
  });

  it.each(['management', 'partner', 'advertiser', 'admin'] as const)(
    "should show a key of scope %s nothing of another account's, and change nothing there",
    async (scope) => {
      const before = await dump();
      const key = scope === 'admin' ? stranger.key : strangersKeys[scope];
      // A stream would not end, and a reset of one's own is no business of this test.
      const some = routes.filter(({ path }) => !path.endsWith('/emulator/events') && !path.endsWith('/reset'));
      const tried = await tryAll(apiToken(key), some);
      expect(tried.filter(({ status }) => status >= 500)).toEqual([]);
      expect(tried.filter(({ text }) => marks.some((mark) => text.includes(mark)))).toEqual([]);
      const named = tried.filter(({ route }) => /\{(id|slug)\}/.test(route));
      expect(named.filter(({ status }) => ![400, 403, 404].includes(status))).toEqual([]);
      expect(await dump()).toEqual(before);
    },
  );
});

describe('a root key that was changed (K6)', () => {
  it('should open beside the new one for as long as it is set', async () => {
    for (const [key, status] of [
      [ROOT_KEY, 200],
      [OLD_ROOT_KEY, 200],
      [`${OLD_ROOT_KEY}x`, 401],
    ] as const) {
      expect((await request(`${pitlane.url}/admin/v1/accounts`, { headers: apiToken(key) })).status).toBe(status);
    }
  });

  it('should stand nowhere in the log, nor any other key that was tried', async () => {
    await request(`${pitlane.url}/admin/v1/accounts`, { headers: apiToken('a-key-that-somebody-tried') });
    for (const key of [ROOT_KEY, OLD_ROOT_KEY, 'a-key-that-somebody-tried', owner.key]) {
      expect(pitlane.output).not.toContain(key);
    }
  });
});
