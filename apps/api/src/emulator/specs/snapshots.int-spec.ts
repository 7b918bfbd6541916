import { newId } from '@app/runtime';
import { Database, leaseDeliveries, startAttempts } from '@app/store';
import { Given, testDatabase, type GivenAccount } from '@app/testing';
import { testApi } from '../../specs/test-api';
import { ACCOUNT_TABLES } from '../snapshots/snapshot-tables';

const db = testDatabase(Database);
const given = new Given(db);
const { as, url } = testApi(db);

const HOOK = 'http://127.0.0.1:9/hook';

/** Every row of the account, table by table, as the database keeps it. */
async function everything({ id }: GivenAccount): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const { table, where } of ACCOUNT_TABLES) {
    const rows = await db.rows<{ row: unknown }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${where} ORDER BY to_jsonb(t)::text`,
      [id],
    );
    if (rows.length > 0) found[table] = rows.map(({ row }) => row);
  }
  const account = await db.row<{ row: unknown }>(
    `SELECT to_jsonb(a) - 'config_version' AS row FROM accounts a WHERE id = $1`,
    [id],
  );
  const counts = await db.rows(
    `SELECT day, offer_id, partner_id, sum(clicks)::int AS clicks FROM (SELECT * FROM click_counts UNION ALL SELECT * FROM click_deltas) c
      WHERE account_id = $1 GROUP BY 1, 2, 3 HAVING sum(clicks) <> 0 ORDER BY 1, 2, 3`,
    [id],
  );
  return { ...found, account: account.row, counts };
}

/** An account with something in most tables. */
async function aFullAccount(): Promise<GivenAccount> {
  const account = await given.account({ callback: { url: HOOK }, openPostbacks: true });
  const offer = await given.offer({ account, events: [{ eventId: 'level-5' }] });
  const partner = await given.partner({ account });
  await given.partnerLink(partner, offer);
  await given.postback({ partner });
  const conversion = await given.conversion({ click: await given.click({ offer, partner }) });
  await given.delivery({ conversion, status: 'Sent' });
  const call = as(account);
  await call('PUT', '/emulator/receivers/cb', { script: [{ status: 200 }] });
  await call('POST', '/advertisers', { name: 'Another' });
  await call('POST', '/emulator/clock/freeze', { at: '2027-01-01T00:00:00.000Z' });
  return account;
}

describe('PUT /emulator/snapshots/{name}', () => {
  it('should keep what is there, and replace what was kept', async () => {
    const account = await aFullAccount();
    const call = as(account);
    const first = await call('PUT', '/emulator/snapshots/base');
    expect([first.status, first.body]).toEqual([
      200,
      { name: 'base', at: '2027-01-01T00:00:00.000Z', rows: expect.any(Number) as number },
    ]);
    await call('POST', '/advertisers', { name: 'One more' });
    const second = await call('PUT', '/emulator/snapshots/base');
    expect(second.body['rows']).toBe(Number(first.body['rows']) + 1);
    expect((await call('GET', '/emulator/snapshots')).body).toMatchObject({ totalCount: 1, items: [second.body] });
  });

  it.each(['a b', '.a', 'x'.repeat(101)])('should refuse the name %j', async (name) => {
    const call = as(await given.account());
    expect(await call('PUT', `/emulator/snapshots/${encodeURIComponent(name)}`)).toMatchObject({
      status: 400,
      fields: ['name'],
    });
  });
});

describe('POST /emulator/snapshots/{name}/restore', () => {
  it('should bring back every row, the clock and the counts, and touch no other account', async () => {
    const [account, other] = [await aFullAccount(), await aFullAccount()];
    const [before, ofOther] = [await everything(account), await everything(other)];
    const call = as(account);
    await call('PUT', '/emulator/snapshots/base');
    await call('POST', '/emulator/clock/advance', { by: '1d' });
    await call('PATCH', '/account', { nullMacro: 'null' });
    await call('POST', '/partners', { name: 'Later' });
    await given.click({ offer: await given.offer({ account }) });
    await call('POST', '/emulator/reset', { keep: ['partners'] });
    expect(await everything(account)).not.toEqual(before);
    const { status, body } = await call('POST', '/emulator/snapshots/base/restore');
    expect([status, body['name']]).toEqual([200, 'base']);
    expect(await everything(account)).toEqual(before);
    expect(await everything(other)).toEqual(ofOther);
    expect((await call('POST', '/emulator/snapshots/base/restore')).status).toBe(200);
    expect(await everything(account)).toEqual(before);
  });

  it('should be what the walk goes by at once', async () => {
    const account = await given.account();
    const call = as(account);
    const offer = await given.offer({ account });
    const click = (): Promise<number> =>
      fetch(`${url()}/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=ann`, {
        redirect: 'manual',
      }).then((response) => response.status);
    await call('PUT', '/emulator/snapshots/open');
    expect(await click()).toBe(302);
    await call('POST', `/offers/${offer.id}/pause`);
    expect(await click()).toBe(410);
    await call('POST', '/emulator/snapshots/open/restore');
    expect(await click()).toBe(302);
    expect((await call('GET', '/clicks')).body['totalCount']).toBe(1);
  });

  it('should make due again what was on its way, without the attempt that was under way', async () => {
    const account = await given.account({ callback: { url: HOOK } });
    const call = as(account);
    const conversion = await given.conversion({ click: await given.click({ offer: await given.offer({ account }) }) });
    const delivery = await given.delivery({ conversion });
    const lease = newId();
    await leaseDeliveries(db.database, { lease, batch: 10, leaseMs: 60_000, attemptLeaseMs: 60_000 });
    expect(await startAttempts(db.database, lease, [delivery.id], 60_000)).toHaveLength(1);
    await call('PUT', '/emulator/snapshots/flying');
    await call('POST', '/emulator/snapshots/flying/restore');
    expect((await call('GET', `/deliveries/${delivery.id}`)).body).toMatchObject({ status: 'Pending', attempts: [] });
    expect(
      await db.row('SELECT attempts, in_flight, lease_token, leased_until FROM deliveries WHERE id = $1', [
        delivery.id,
      ]),
    ).toEqual({ attempts: 0, in_flight: false, lease_token: null, leased_until: null });
    const again = newId();
    await leaseDeliveries(db.database, { lease: again, batch: 10, leaseMs: 60_000, attemptLeaseMs: 60_000 });
    expect(await startAttempts(db.database, lease, [delivery.id], 60_000)).toEqual([]);
    expect(await startAttempts(db.database, again, [delivery.id], 60_000)).toMatchObject([
      { attempt: 1, lostAttempt: false },
    ]);
  });

  it('should leave the keys that there are, those of partners that are back among them', async () => {
    const account = await given.account();
    const call = as(account);
    const partner = await call('POST', '/partners', { name: 'P' });
    await call('PUT', '/emulator/snapshots/base');
    await call('POST', '/account/keys', { scope: 'partner', partnerId: partner.body.id });
    await call('POST', '/account/keys', { scope: 'admin' });
    const keys = (): Promise<unknown[]> =>
      db.rows('SELECT id, partner_id FROM api_keys WHERE account_id = $1 ORDER BY id', [account.id]);
    const before = await keys();
    expect(before).toHaveLength(2);
    await call('POST', '/emulator/snapshots/base/restore');
    expect(await keys()).toEqual(before);
  });

  it('should go with its account, stay over a reset, and be no one else’s', async () => {
    const [account, other] = [await given.account(), await given.account()];
    const call = as(account);
    await call('PUT', '/emulator/snapshots/base');
    await call('POST', '/emulator/reset');
    expect((await call('POST', '/emulator/snapshots/base/restore')).status).toBe(200);
    expect((await as(other)('POST', '/emulator/snapshots/base/restore')).status).toBe(404);
    expect((await as(other)('DELETE', '/emulator/snapshots/base')).status).toBe(404);
    expect((await call('DELETE', '/emulator/snapshots/base')).status).toBe(204);
    expect((await call('POST', '/emulator/snapshots/base/restore')).status).toBe(404);
    await call('PUT', '/emulator/snapshots/base');
    await as({ slug: 'demo' })('DELETE', `/accounts/${account.slug}`);
    expect(await db.rows('SELECT FROM snapshots WHERE account_id = $1', [account.id])).toEqual([]);
  });
});
