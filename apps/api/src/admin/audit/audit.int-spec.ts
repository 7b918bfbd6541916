import { Database } from '@app/store';
import { Given, testDatabase, until, type CallAdmin } from '@app/testing';
import { ConsoleLogins } from '../../http/keys/console-logins';
import { ROOT_KEY, testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { caller, url } = testApi(db, { TRUST_PROXY: '127.0.0.1' });

const WHOLE = '/deployment/audit-logs';
const root = (slug?: string): CallAdmin => caller(ROOT_KEY, slug);

async function anAccount(): Promise<{ id: string; slug: string; admin: CallAdmin; key: string; keyId: string }> {
  const { id, slug } = await given.account();
  const { body } = await root(slug)('POST', '/account/keys', { scope: 'admin' });
  return { id, slug, admin: caller(String(body['apiKey'])), key: String(body['apiKey']), keyId: body.id };
}

async function rowsOf(call: CallAdmin, filter = ''): Promise<Record<string, unknown>[]> {
  const { status, body } = await call('GET', `/audit-logs?page_size=100&order_asc=true${filter}`);
  expect(status).toBe(200);
  return body.items;
}

const text = async (table: string): Promise<string> => JSON.stringify(await db.rows(`SELECT t::text FROM ${table} t`));

describe('the audit log', () => {
  it('should have a change before it is answered: who, where from, what and which fields', async () => {
    const { slug, admin, keyId } = await anAccount();
    const made = await admin('POST', '/offers', { name: 'Boost', link: 'https://x.example/', dailyCap: 5 });
    await admin('PATCH', `/offers/${made.body.id}`, { status: 'Expired', name: 'Other' });
    await root(slug)('DELETE', `/offers/${made.body.id}`);
    const byKey = { account: slug, actor: 'key', keyId, keyScope: 'admin', sourceIp: '127.0.0.1', outcome: 'changed' };
    expect((await rowsOf(admin)).slice(1)).toMatchObject([
      {
        ...byKey,
        ...{ method: 'POST', route: '/admin/v1/offers', target: made.body.id, httpStatus: 201, calls: 1 },
        changes: [{ field: 'name' }, { field: 'link' }, { field: 'dailyCap', to: 5 }],
      },
      {
        ...byKey,
        ...{ method: 'PATCH', route: '/admin/v1/offers/:id', target: made.body.id, httpStatus: 200 },
        changes: [{ field: 'status', to: 'Expired' }, { field: 'name' }],
      },
      { account: slug, actor: 'root', keyId: null, keyScope: null, method: 'DELETE', httpStatus: 204, changes: [] },
    ]);
  });

  it('should have neither reads, nor what was refused for what it said, nor a preview', async () => {
    const { admin } = await anAccount();
    await admin('GET', '/offers');
    await admin('POST', '/offers', { name: 1 });
    await admin('DELETE', '/offers/019a8f3e-0000-7000-8000-000000000000');
    await admin('POST', '/postbacks/preview', { url: 'https://x.example/' });
    expect(await rowsOf(admin)).toHaveLength(1);
  });

  it('should have what is changed by every door: the management API, an import, the emulator, the operation tools', async () => {
    const { key, admin } = await anAccount();
    const { body: offer } = await admin('POST', '/offers', { name: 'Boost', link: 'https://x.example/' });
    const headers = { authorization: `ApiToken ${key}` };
    await fetch(`${url()}/api/v1/sdk-offer-management/offers/${offer.id}/resume`, { method: 'PATCH', headers });
    await fetch(`${url()}/admin/v1/conversions/import?kind=status-update`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv' },
      body: 'gk_click_id,Status\n019a8f3e-0000-7000-8000-000000000000,Success',
    });
    await admin('POST', '/emulator/clock/advance', { by: '2m' });
    await admin('POST', '/operation-tools/clicks', { offerId: offer.id, pubMemberId: 'ann' });
    expect((await rowsOf(admin)).slice(2).map(({ method, route }) => `${String(method)} ${String(route)}`)).toEqual([
      'PATCH /api/v1/sdk-offer-management/offers/:id/resume',
      'POST /admin/v1/conversions/import',
      'POST /admin/v1/emulator/clock/advance',
      'POST /admin/v1/operation-tools/clicks',
    ]);
  });

  it("should show an account's own rows to its keys, and all to the root key alone", async () => {
    const [mine, theirs] = [await anAccount(), await anAccount()];
    expect((await rowsOf(mine.admin)).map(({ account }) => account)).toEqual([mine.slug]);
    expect(await rowsOf(root(theirs.slug), `&target=${mine.keyId}`)).toEqual([]);
    expect((await mine.admin('GET', WHOLE)).status).toBe(403);
    const { body } = await root()('GET', `${WHOLE}?page_size=100`);
    expect(body.items.map(({ account }) => account)).toEqual(expect.arrayContaining([mine.slug, theirs.slug]));
  });

  it.each([
    'actor=root',
    'outcome=changed',
    'method=POST',
    'route=/admin/v1/account/keys',
    'sourceIp=127.0.0.1',
    'from=2020-01-01',
  ])('should be narrowed by %s', async (filter) => {
    const { admin } = await anAccount();
    expect(await rowsOf(admin, `&${filter}`)).toHaveLength(1);
  });

  it.each(['actor=key', 'outcome=refused', 'method=PUT', 'route=/x', 'target=x', 'to=2020-01-01'])(
    'should have nothing else by %s',
    async (filter) => {
      const { admin } = await anAccount();
      expect(await rowsOf(admin, `&${filter}`)).toEqual([]);
    },
  );

  it('should be had as a file', async () => {
    const { key } = await anAccount();
    const answer = await fetch(`${url()}/admin/v1/audit-logs?format=csv`, {
      headers: { authorization: `ApiToken ${key}` },
    });
    expect((await answer.text()).split('\n')[0]).toBe(
      'id,createdAt,account,actor,keyId,keyScope,sourceIp,method,route,target,httpStatus,outcome,calls,changes,requestId',
    );
  });

  it('should have nothing in it, nor any other table, that opens anything', async () => {
    const { admin, slug } = await anAccount();
    await admin('PUT', '/account/callback', {
      url: 'https://x.example/?t=url-secret-7',
      secretHeader: 'X-Key',
      secretValue: 'callback-secret-7',
    });
    const { body } = await admin('POST', '/account/keys', { scope: 'management' });
    const rotated = await admin('POST', `/account/keys/${body.id}/rotate`, {});
    await caller('a-wrong-key-of-somebody')('GET', '/offers');
    const secrets = [
      ROOT_KEY,
      'callback-secret-7',
      'a-wrong-key-of-somebody',
      String(body['apiKey']),
      String(rotated.body['apiKey']),
    ];
    const tables = await db.rows<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const held = await text(name);
      expect([name, secrets.filter((secret) => held.includes(secret))]).toEqual([name, []]);
    }
    expect(await text('audit_logs')).not.toContain('url-secret-7');
    expect(await rowsOf(root(slug), '&route=/admin/v1/account/callback')).toHaveLength(1);
  });

  it('should have log-ins at the console, and what is changed there', async () => {
    const { slug } = await given.account();
    const token = await new ConsoleLogins(db.database).newLoginToken();
    const login = `${url()}/login?token=${token}`;
    const { headers } = await fetch(login, { redirect: 'manual' });
    // An address of its own: the first call that is refused is written at once.
    const again = await fetch(login, { headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect(again.status).toBe(401);
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
    const changed = await fetch(`${url()}/admin/v1/partners`, {
      method: 'POST',
      headers: { cookie, 'x-pitlane-console': '1', 'x-pitlane-account': slug, 'content-type': 'application/json' },
      body: '{"name":"Brightwheels"}',
    });
    expect(changed.status).toBe(201);
    const logins = `SELECT actor, outcome, http_status AS status, changes FROM audit_logs WHERE route = '/login' ORDER BY id`;
    await until(async () => (await db.rows(logins)).length === 2);
    expect(await db.rows(logins)).toEqual([
      { actor: 'console', outcome: 'changed', status: 303, changes: [] },
      { actor: 'unknown', outcome: 'refused', status: 401, changes: [] },
    ]);
    expect(await rowsOf(root(slug))).toMatchObject([{ actor: 'console', route: '/admin/v1/partners' }]);
    expect(await text('audit_logs')).not.toContain(token);
  });

  it('should outlive a reset', async () => {
    const { admin } = await anAccount();
    expect((await admin('POST', '/emulator/reset', {})).status).toBeLessThan(300);
    expect((await rowsOf(admin)).map(({ route }) => route)).toEqual([
      '/admin/v1/account/keys',
      '/admin/v1/emulator/reset',
    ]);
  });

  it('should go with its account, but for the row that says so', async () => {
    const { id, slug } = await anAccount();
    expect((await root()('DELETE', `/accounts/${slug}`)).status).toBe(204);
    expect(await db.rows('SELECT FROM audit_logs WHERE account_id = $1', [id])).toEqual([]);
    const { body } = await root()('GET', `${WHOLE}?target=${slug}`);
    expect(body.items).toMatchObject([
      { account: null, actor: 'root', method: 'DELETE', route: '/admin/v1/accounts/:slug' },
    ]);
  });

  it('should have who was not let in, the first call at once and the rest counted', async () => {
    const { id } = await anAccount();
    const narrow = await root((await given.account()).slug)('POST', '/account/keys', { scope: 'management' });
    for (let n = 0; n < 20; n++) await caller(String(narrow.body['apiKey']))('GET', '/offers');
    const refused = `SELECT http_status AS status, calls, account_id = $1 AS "isTheirs" FROM audit_logs WHERE key_id = $2 AND outcome = 'refused'`;
    await until(async () => (await db.rows(refused, [id, narrow.body.id])).length > 0);
    expect(await db.rows(refused, [id, narrow.body.id])).toEqual([{ status: 403, calls: 1, isTheirs: false }]);
  });

  it('should call a request as its answer does', async () => {
    const { key, admin } = await anAccount();
    const answered: (string | null)[] = [];
    for (const id of ['call-7', 'two words', 'x'.repeat(129)]) {
      const { headers } = await fetch(`${url()}/admin/v1/partners`, {
        method: 'POST',
        headers: { authorization: `ApiToken ${key}`, 'content-type': 'application/json', 'x-request-id': id },
        body: '{"name":"Brightwheels"}',
      });
      answered.push(headers.get('x-request-id'));
    }
    const kept = (await rowsOf(admin)).slice(1).map(({ requestId }) => requestId);
    expect(kept).toEqual(answered);
    expect(kept[0]).toBe('call-7');
    expect(kept.slice(1)).toEqual([expect.stringMatching(/^[0-9a-f]{12}-/), expect.stringMatching(/^[0-9a-f]{12}-/)]);
  });
});
