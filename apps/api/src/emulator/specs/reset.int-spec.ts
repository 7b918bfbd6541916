import { newId } from '@app/runtime';
import { Database } from '@app/store';
import { Given, testDatabase, type GivenAccount } from '@app/testing';
import { testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as, url } = testApi(db);

const TABLES = [
  ...[
    'receivers',
    'request_logs',
    'history_logs',
    'deliveries',
    'conversion_changes',
    'conversions',
    'clicks',
    'views',
    'postbacks',
  ],
  ...[
    'partner_links',
    'offer_events',
    'offers',
    'partners',
    'callback_settings',
    'advertisers',
    'categories',
    'countries',
    'api_keys',
  ],
];

async function counts({ id }: GivenAccount): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const table of TABLES) {
    const { count } = await db.row<{ count: number }>(`SELECT count(*)::int FROM ${table} WHERE account_id = $1`, [id]);
    if (count > 0) found[table] = count;
  }
  return found;
}

/** An account with something in every table that a reset empties. */
async function aFullAccount(): Promise<GivenAccount> {
  const account = await given.account({
    callback: { url: 'http://127.0.0.1:9/hook' },
    repeatCallbacks: false,
    nullMacro: 'null',
  });
  const offer = await given.offer({ account, events: [{ eventId: 'level-5' }] });
  const partner = await given.partner({ account });
  await given.partnerLink(partner, offer);
  await given.postback({ partner });
  const conversion = await given.conversion({ click: await given.click({ offer, partner }) });
  await given.delivery({ conversion, status: 'Sent' });
  const call = as(account);
  await call('PUT', '/emulator/receivers/cb', { script: [{ status: 200 }] });
  await call('POST', '/advertisers', { name: 'Another' });
  await db.rows(
    `INSERT INTO history_logs (id, account_id, level, message, created_at) VALUES ($1, $2, 'info', 'x', now())`,
    [newId(), account.id],
  );
  await call('POST', '/emulator/clock/advance', { by: '1h' });
  return account;
}

const DEFAULTS = { advertisers: 1, categories: 1, countries: 1 };

describe('POST /emulator/reset', () => {
  it('should empty the account, and no other', async () => {
    const [account, other] = [await aFullAccount(), await aFullAccount()];
    const before = await counts(other);
    const { status, body } = await as(account)('POST', '/emulator/reset');
    expect([status, body['kept']]).toEqual([200, []]);
    expect(body['deleted']).toMatchObject({
      offers: 1,
      offer_events: 1,
      conversions: 1,
      deliveries: 1,
      delivery_payloads: 1,
      advertisers: 1,
    });
    expect(await counts(account)).toEqual(DEFAULTS);
    expect(await counts(other)).toEqual(before);
  });

  it('should set clock and switches back, and keep secrets and keys', async () => {
    const account = await aFullAccount();
    await db.rows(`INSERT INTO api_keys (id, account_id, key_hash) VALUES ($1, $2, '\\x00')`, [newId(), account.id]);
    const call = as(account);
    const before = (await call('GET', '/account')).body;
    await call('POST', '/emulator/reset', {});
    expect((await call('GET', '/emulator/clock')).body['mode']).toBe('system');
    expect((await call('GET', '/account')).body).toEqual({
      ...before,
      openPostbacks: true,
      repeatCallbacks: true,
      nullMacro: 'empty',
    });
    expect(await counts(account)).toEqual({ ...DEFAULTS, api_keys: 1 });
  });

  it('should keep what it is told to, with what that stands on', async () => {
    const account = await aFullAccount();
    const call = as(account);
    const { body } = await call('POST', '/emulator/reset', { keep: ['conversions', 'clock'] });
    expect(body['kept']).toEqual(['offers', 'partners', 'advertisers', 'clock', 'clicks', 'conversions']);
    const kept = {
      conversions: 1,
      conversion_changes: 1,
      deliveries: 1,
      clicks: 1,
      offers: 1,
      offer_events: 1,
      partners: 1,
      partner_links: 1,
    };
    expect(await counts(account)).toEqual({ ...DEFAULTS, ...kept, advertisers: 2 });
    expect((await call('GET', '/emulator/clock')).body['mode']).toBe('offset');
    expect((await call('GET', '/conversions')).body['totalCount']).toBe(1);
  });

  it('should be forgotten by the walk at once', async () => {
    const offer = await given.offer();
    const click = (): Promise<number> =>
      fetch(`${url()}/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=ann`, {
        redirect: 'manual',
      }).then(({ status }) => status);
    expect(await click()).toBe(302);
    await as(offer.account)('POST', '/emulator/reset');
    expect(await click()).toBe(404);
  });

  it.each([[['everything']], ['offers'], [[5]]])('should refuse to keep %j', async (keep) => {
    expect(await as(await given.account())('POST', '/emulator/reset', { keep })).toMatchObject({
      status: 400,
      fields: ['keep'],
    });
  });
});
