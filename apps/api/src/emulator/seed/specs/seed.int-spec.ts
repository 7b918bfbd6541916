import { Database } from '@app/store';
import { Given, testDatabase } from '@app/testing';
import { ROOT_KEY, testApi } from '../../../specs/test-api';
import { FULL_SEED } from './full-seed';

const db = testDatabase(Database);
const given = new Given(db);
const { as, url, caller } = testApi(db);

interface Answer {
  status: number;
  text: string;
}

/** Calls the seed routes as text; `key` else the root key. */
async function send(slug: string, text: string, { type = 'application/yaml', key = ROOT_KEY } = {}): Promise<Answer> {
  const response = await fetch(`${url()}/admin/v1/emulator/seed`, {
    method: 'POST',
    headers: { authorization: `ApiToken ${key}`, 'x-pitlane-account': slug, 'content-type': type },
    body: text,
  });
  return { status: response.status, text: await response.text() };
}

async function exported(slug: string, query = ''): Promise<string> {
  const headers = { authorization: `ApiToken ${ROOT_KEY}`, 'x-pitlane-account': slug };
  const response = await fetch(`${url()}/admin/v1/emulator/export${query}`, { headers });
  expect(response.status).toBe(200);
  return response.text();
}

const read = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

/** The same seed without the one id that it fixes, which two accounts can't share. */
const WITHOUT_ID = FULL_SEED.replace(/^ {4}id: .*\n/m, '');

describe('POST /emulator/seed', () => {
  it('should make the account what the seed says, with the ids that it gives', async () => {
    const account = await given.account();
    const before = await given.offer({ account });
    const { status, text } = await send(account.slug, FULL_SEED);
    expect([status, read(text)]).toMatchObject([
      200,
      {
        account: account.slug,
        offers: [
          { id: '0199f2a4-6c1e-7d3b-9a58-2f4e8c7b1d60', name: 'Boost Card' },
          { name: 'Racing' },
          { name: 'Racing' },
        ],
        partners: [{ name: 'Brightwheels' }],
        receivers: ['callbacks'],
        clicks: 3,
        conversions: 5,
      },
    ]);
    const call = as(account);
    expect((await call('GET', `/offers/${before.id}`)).status).toBe(404);
    expect((await call('GET', '/emulator/clock')).body).toMatchObject({
      now: '2026-11-21T06:00:00.000Z',
      mode: 'frozen',
    });
    expect((await call('GET', '/account')).body).toMatchObject({
      name: 'Acme',
      repeatCallbacks: false,
      nullMacro: 'null',
    });
    expect((await call('GET', '/account/callback')).body).toMatchObject({
      url: expect.stringMatching(`/receivers/${account.slug}/callbacks$`) as string,
      sendRejected: true,
      retry: { profile: 'reliable', waits: ['30s', '2m'] },
    });
    const conversions = (await call('GET', '/conversions?orderby=createdAt&order_asc=true')).body.items;
    expect(conversions.map((row) => [row['status'], row['revenue']])).toEqual([
      ['Success', 20.125],
      ['Success', 1.2],
      ['Pending', 2.5],
      ['Rejected', 1.2],
      ['Success', 1],
    ]);
    expect((await call('GET', '/deliveries')).body['totalCount']).toBe(0);
  });

  it('should be what the walk goes by at once', async () => {
    const account = await given.account();
    const { text } = await send(account.slug, WITHOUT_ID);
    const [offer] = read(text)['offers'] as { id: string }[];
    const click = await fetch(
      `${url()}/api/v1/offer-wall/offer-link-redirect?offerId=${offer?.id ?? ''}&pub_member_id=dan`,
      { redirect: 'manual' },
    );
    expect([click.status, click.headers.get('location')]).toEqual([
      302,
      expect.stringMatching('^https://brand.example/\\?click=') as string,
    ]);
    expect((await as(account)('GET', '/clicks')).body['totalCount']).toBe(4);
    expect((await as(account)('GET', '/reports/summary?from=2026-11-20&to=2026-11-21')).body).toMatchObject({});
  });

  it('should make the same ids of two loads, and others of another random seed', async () => {
    const account = await given.account();
    const first = await send(account.slug, WITHOUT_ID);
    const everything = await exported(account.slug, '?ids=true');
    expect((await send(account.slug, WITHOUT_ID)).text).toBe(first.text);
    expect(await exported(account.slug, '?ids=true')).toBe(everything);
    expect((await send(account.slug, WITHOUT_ID.replace('random: 7', 'random: 8'))).text).not.toBe(first.text);
  });

  it('should write nothing of a seed that is wrong, and name every line', async () => {
    const account = await given.account();
    await send(account.slug, WITHOUT_ID);
    const before = await exported(account.slug, '?ids=true');
    const { status, text } = await send(account.slug, 'offers:\n  - name: A\n    lnk: https://a.example\nclock: 5\n');
    expect([status, read(text)]).toMatchObject([
      400,
      {
        errors: [
          { field: 'offers[0].link', line: 2, column: 5, message: 'is needed' },
          { field: 'offers[0].lnk', line: 3, column: 5, message: 'is unknown. Did you mean link?' },
          { field: 'clock', line: 4, column: 8 },
        ],
      },
    ]);
    expect(await exported(account.slug, '?ids=true')).toBe(before);
  });

  it('should take JSON, and name fields without lines', async () => {
    const account = await given.account();
    const call = as(account);
    const offers = [{ name: 'A', link: 'https://a.example/?c={gk_click_id}' }];
    expect((await call('POST', '/emulator/seed', { offers })).body).toMatchObject({ offers: [{ name: 'A' }] });
    const refused = await call('POST', '/emulator/seed', { offers: [{ name: 5 }] });
    expect([refused.status, refused.fields]).toEqual([400, ['offers[0].name', 'offers[0].link']]);
    expect(refused.body['errors']).not.toContainEqual(expect.objectContaining({ line: expect.anything() as number }));
  });

  it('should write several accounts or none, and make those that are missing', async () => {
    const [account, taken] = [await given.account({ slug: 'several' }), await given.offer()];

    const accounts = (id: string): string =>
      `accounts:\n  - { slug: several-a, random: 1 }\n  - { slug: several-b, offers: [{ name: A, link: "https://a.example", id: ${id} }] }\n`;
    const wrong = await send(account.slug, accounts(taken.id));
    expect([wrong.status, read(wrong.text)['detail']]).toEqual([
      409,
      `The id ${taken.id} belongs to something else already.`,
    ]);
    const root = caller(ROOT_KEY);
    expect((await root('GET', '/accounts?search=several-')).body['totalCount']).toBe(0);
    const right = await send(account.slug, accounts('0199f2a4-6c1e-7d3b-9a58-2f4e8c7b1d6f'));
    expect([right.status, read(right.text)]).toMatchObject([
      200,
      { accounts: [{ account: 'several-a' }, { account: 'several-b' }] },
    ]);
    expect((await as({ slug: 'several-b' })('GET', '/offers')).body['totalCount']).toBe(1);
    const secrets = await db.row(`SELECT signature FROM accounts WHERE slug = 'several-a'`);
    await root('DELETE', '/accounts/several-a');
    await send(account.slug, 'slug: several-a\nrandom: 1');
    expect(await db.row(`SELECT signature FROM accounts WHERE slug = 'several-a'`)).toEqual(secrets);
  });

  it('should make an account once, however many make it at the same time', async () => {
    const account = await given.account();
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(account.slug, 'slug: at-once\nrandom: 1')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('should keep a key of an account to its account', async () => {
    const [account, other] = [await given.account(), await given.account()];
    const made = await as(account)('POST', '/account/keys', { scope: 'admin' });
    const key = String(made.body['apiKey']);
    expect((await send(account.slug, `slug: ${other.slug}`, { key })).status).toBe(403);
    expect((await send(account.slug, `slug: ${account.slug}`, { key })).status).toBe(200);
  });

  it('should take clicks with ids of as many days as it likes, whatever version the ids have', async () => {
    const account = await given.account();
    const ids = [0, 1, 2, 3, 4, 5].map((day) => {
      const time = (Date.UTC(2031, 0, 1 + day) + 5).toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-00000000000a`;
    });
    const clicks = [...ids, 'ffffffff-ffff-4fff-bfff-ffffffffffff'].map(
      (id) => `  - { offer: A, member: m, id: ${id} }`,
    );
    const text = `offers: [{ name: A, link: "https://a.example" }]\nclicks:\n${clicks.join('\n')}`;
    const { status, text: answer } = await send(account.slug, text);
    expect([status, read(answer)]).toMatchObject([200, { clicks: 7 }]);
    expect((await as(account)('GET', `/clicks?clickId=${ids[5] ?? ''}`)).body['totalCount']).toBe(1);
  });

  it.each(['text/yaml', 'application/x-yaml'])('should read %s', async (type) => {
    const account = await given.account();
    expect((await send(account.slug, 'name: B', { type })).status).toBe(200);
  });

  it('should read YAML nowhere else', async () => {
    const response = await fetch(`${url()}/api/v1/conversion`, {
      method: 'POST',
      headers: { 'content-type': 'application/yaml' },
      body: 'a: b',
    });
    expect(response.status).toBe(415);
  });
});

describe('GET /emulator/export', () => {
  it('should give the same text after a load into another account', async () => {
    const [account, other] = [await given.account(), await given.account()];
    await send(account.slug, WITHOUT_ID);
    const first = await exported(account.slug);
    expect((await send(other.slug, first)).status).toBe(200);
    expect(await exported(other.slug)).toBe(first);
    expect(first).toContain('receiver://callbacks');
  });

  it('should say what was made by hand, and no secret', async () => {
    const account = await given.account();
    const call = as(account);
    const partner = await call('POST', '/partners', { name: 'P' });
    const offer = await call('POST', '/offers', { name: 'A', link: 'https://a.example/?c={gk_click_id}', dailyCap: 5 });
    await call('POST', `/partners/${partner.body.id}/links`, { offerId: offer.body.id });
    await call('PUT', '/account/callback', { url: 'https://h.example', secretHeader: 'X-Key', secretValue: 's3cret' });
    const { body } = await call('GET', '/emulator/export?format=json');
    expect(body).toEqual({
      switches: { openPostbacks: false },
      callback: { url: 'https://h.example' },
      offers: [{ name: 'A', link: 'https://a.example/?c={gk_click_id}', dailyCap: 5 }],
      partners: [{ name: 'P', links: [{ offer: 'A' }] }],
    });
  });

  it('should leave history out, and name a choice that is none', async () => {
    const account = await given.account();
    await send(account.slug, WITHOUT_ID);
    expect(await exported(account.slug, '?history=false')).not.toContain('clicks:');
    expect(await as(account)('GET', '/emulator/export?format=xml')).toMatchObject({ status: 400, fields: ['format'] });
  });
});

describe('GET /docs/seed.schema.json', () => {
  it('should tell editors the format', async () => {
    const response = await fetch(`${url()}/docs/seed.schema.json`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/schema+json; charset=utf-8',
    ]);
    expect(await response.json()).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
  });
});
