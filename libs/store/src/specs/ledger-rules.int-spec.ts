import { Given, testDatabase, type GivenAccount } from '@app/testing';
import { Database } from '../database';

const db = testDatabase(Database);
const given = new Given(db);

const CHECK_VIOLATED = '23514';
const NOT_UNIQUE = '23505';

/** The code that PostgreSQL refuses a statement with; `null` when it takes it. */
async function refusalOf(statement: string, values: unknown[]): Promise<string | null> {
  try {
    await db.rows(statement, values);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const update = (table: string, id: string, change: string): Promise<string | null> =>
  refusalOf(`UPDATE ${table} SET ${change} WHERE ${table === 'callback_settings' ? 'account_id' : 'id'} = $1`, [id]);

describe('a conversion row', () => {
  it.each([
    `status = 'Approved'`,
    `status = 'Rejected'`,
    `is_repeated = true, holds_completion = false`,
    `repeat_of = id`,
    `is_repeated = true, repeat_of = id`,
    `matures_at = now()`,
    `rejection_reason = 'fraud'`,
    `revenue = -1`,
    `reward = -0.000001`,
    `payout = -1`,
    `status = 'Rejected', holds_completion = false, rejection_reason = repeat('x', 256)`,
  ])('should not become one with %s', async (change) => {
    const { id } = await given.conversion({ status: 'Success' });
    expect(await update('conversions', id, change)).toBe(CHECK_VIOLATED);
  });

  it.each([
    `status = 'Rejected', holds_completion = false, rejection_reason = repeat('x', 255)`,
    `status = 'Pending', matures_at = now()`,
    `holds_completion = false`,
    `is_repeated = true, repeat_of = id, holds_completion = false`,
  ])('should take %s', async (change) => {
    const { id } = await given.conversion({ status: 'Success' });
    expect(await update('conversions', id, change)).toBeNull();
  });

  it('should hold the completion of its member and event alone', async () => {
    const offer = await given.offer({ events: [{ eventId: 'a' }, { eventId: 'b' }] });
    const [first, second] = offer.events;
    await given.conversion({ offer, pubMemberId: 'm', offerEventId: first?.id ?? null });
    await given.conversion({ offer, pubMemberId: 'm', offerEventId: second?.id ?? null });
    await given.conversion({ offer, pubMemberId: 'n', offerEventId: first?.id ?? null });
    const again = given.conversion({ offer, pubMemberId: 'm', offerEventId: first?.id ?? null });
    await expect(again).rejects.toMatchObject({ code: NOT_UNIQUE });
  });

  it('should hold the completion of its member alone on a SingleEvent offer, too', async () => {
    const { click } = await given.conversion();
    await expect(given.conversion({ click })).rejects.toMatchObject({ code: NOT_UNIQUE });
    await given.conversion({ click, status: 'Rejected' });
    await given.conversion({ click, status: 'Rejected' });
  });
});

describe('a delivery row', () => {
  it.each([
    ['Pending', `due_at = NULL`],
    ['Pending', `target = NULL`],
    ['Pending', `status = 'Sent'`],
    ['Pending', `status = 'Cancelled'`],
    ['Pending', `kind = 'webhook'`],
    ['Pending', `next_trigger = 'manual'`],
    ['Sent', `due_at = now()`],
    ['Sent', `leased_until = now()`],
    ['Sent', `lease_token = id`],
    ['Sent', `in_flight = true`],
    ['Failed', `in_flight = true`],
    ['Skipped', `reason = NULL`],
    ['Skipped', `due_at = now()`],
  ] as const)('should not become, being %s, one with %s', async (status, change) => {
    const { id } = await given.delivery({ status });
    expect(await update('deliveries', id, change)).toBe(CHECK_VIOLATED);
  });

  it.each([
    ['Pending', `leased_until = now(), lease_token = id, in_flight = true`],
    ['Pending', `status = 'Sent', due_at = NULL`],
    ['Skipped', `status = 'Pending', due_at = now(), reason = NULL`],
  ] as const)('should, being %s, take %s', async (status, change) => {
    const { id } = await given.delivery({ status });
    expect(await update('deliveries', id, change)).toBeNull();
  });

  it('should count up with each that is inserted, by the database alone', async () => {
    const { id, conversion } = await given.delivery();
    const later = await given.delivery({ conversion });
    const rows = await db.rows<{ id: string }>('SELECT id FROM deliveries WHERE conversion_id = $1 ORDER BY sequence', [
      conversion.id,
    ]);
    expect(rows.map((row) => row.id)).toEqual([id, later.id]);
    expect(await refusalOf('UPDATE deliveries SET sequence = 1 WHERE id = $1', [id])).not.toBeNull();
  });

  it('should number its attempts once each', async () => {
    const { id, conversion } = await given.delivery();
    const attempt = `INSERT INTO attempts (delivery_id, number, account_id, trigger, started_at) VALUES ($1, $2, $3, 'auto', now())`;
    expect(await refusalOf(attempt, [id, 1, conversion.accountId])).toBeNull();
    expect(await refusalOf(attempt, [id, 2, conversion.accountId])).toBeNull();
    expect(await refusalOf(attempt, [id, 1, conversion.accountId])).toBe(NOT_UNIQUE);
  });
});

describe('configuration', () => {
  it.each(['UPPER', '-a', 'a-', 'a.b', 'a b', '', 'x'.repeat(41)])('should have no account named %j', async (slug) => {
    await expect(given.account({ slug })).rejects.toMatchObject({ code: CHECK_VIOLATED });
  });

  it('should have each account, endpoint and path once', async () => {
    const { slug, id, rejectionEndpointId, pathSecrets } = await given.account();
    await expect(given.account({ slug })).rejects.toMatchObject({ code: NOT_UNIQUE });
    const other = await given.account();
    expect(await update('accounts', other.id, `rejection_endpoint_id = '${rejectionEndpointId}'`)).toBe(NOT_UNIQUE);
    expect(await update('accounts', other.id, `path_secrets = '${pathSecrets}'`)).toBe(NOT_UNIQUE);
    const second = `INSERT INTO advertisers (id, account_id, name, is_default) VALUES (gen_random_uuid(), $1, 'Other', true)`;
    expect(await refusalOf(second, [id])).toBe(NOT_UNIQUE);
  });

  it.each([
    `url = 'https://' || repeat('x', 493)`,
    `key_case = 'snake'`,
    `retry_profile = 'forever'`,
    `secret_header = 'X-Secret'`,
    `secret_value_sealed = 'v1.a.b.c'`,
  ])('should have no callback with %s', async (change) => {
    const { id } = await given.account({ callback: { url: 'https://tenant.example/' } });
    expect(await update('callback_settings', id, change)).toBe(CHECK_VIOLATED);
  });

  it.each([
    `scope = 'event'`,
    `statuses = '{}'`,
    `statuses = '{Approved}'`,
    `method = 'DELETE'`,
    `url = 'https://' || repeat('x', 1993)`,
    `scope = 'offer'`,
  ])('should have no global postback with %s', async (change) => {
    const { id } = await given.postback();
    expect(await update('postbacks', id, change)).toBe(CHECK_VIOLATED);
  });

  it.each([
    `daily_cap = 0`,
    `all_time_cap = -1`,
    `pending_time = -1`,
    `revenue = -1`,
    `status = 'Paused'`,
    `total_budget = 0`,
  ])('should have no offer with %s', async (change) => {
    const { id } = await given.offer();
    expect(await update('offers', id, change)).toBe(CHECK_VIOLATED);
  });

  it('should have each Event ID once in an offer, until it is deleted', async () => {
    const { id, events, accountId } = await given.offer({ events: [{ eventId: 'a' }] });
    const again = `INSERT INTO offer_events (id, account_id, offer_id, event_id, name, display_order)
                   VALUES (gen_random_uuid(), $1, $2, 'a', 'Again', 2)`;
    expect(await refusalOf(again, [accountId, id])).toBe(NOT_UNIQUE);
    await db.rows('UPDATE offer_events SET deleted_at = now() WHERE id = $1', [events[0]?.id]);
    expect(await refusalOf(again, [accountId, id])).toBeNull();
  });
});

describe('config_version', () => {
  const versionOf = async ({ id }: GivenAccount): Promise<number> => {
    const row = await db.row<{ version: string }>('SELECT config_version AS version FROM accounts WHERE id = $1', [id]);
    return Number(row.version);
  };

  it('should rise with every change of what an account configures, and with nothing else', async () => {
    const account = await given.account({ callback: { url: null } });
    const offer = await given.offer({ account, events: [{ eventId: 'a' }] });
    const partner = await given.partner({ account });
    const link = await given.partnerLink(partner, offer);
    const postback = await given.postback({ partner });
    const other = await given.account();
    const otherVersion = await versionOf(other);
    const changes: [string, string, string][] = [
      ['accounts', account.id, 'open_postbacks = NOT open_postbacks'],
      ['callback_settings', account.id, 'send_pending = true'],
      ['advertisers', account.advertiserId, `name = 'New'`],
      ['categories', account.categoryId, `name = 'New'`],
      ['countries', account.countryId, `code3 = 'CAN'`],
      ['partners', partner.id, `name = 'New'`],
      ['offers', offer.id, `status = 'Pending'`],
      ['offer_events', offer.events[0]?.id ?? '', `name = 'New'`],
      ['partner_links', link, 'created_at = now()'],
      ['postbacks', postback.id, 'enabled = false'],
    ];
    for (const [table, id, change] of changes) {
      const before = await versionOf(account);
      expect([table, await update(table, id, change)]).toEqual([table, null]);
      expect([table, await versionOf(account)]).toEqual([table, before + 1]);
    }
    const before = await versionOf(account);
    await given.platformTime(account, new Date());
    await given.delivery({ conversion: await given.conversion({ offer }) });
    expect(await versionOf(account)).toBe(before);
    expect(await versionOf(other)).toBe(otherVersion);
  });
});

describe('an account that is deleted', () => {
  it('should take its configuration, conversions and deliveries along, and nothing of others', async () => {
    const mine = await given.delivery();
    const others = await given.delivery();
    await given.postback();
    await db.rows('DELETE FROM accounts WHERE id = $1', [mine.conversion.accountId]);
    for (const table of ['offers', 'advertisers', 'categories', 'countries', 'conversions', 'deliveries']) {
      const rows = await db.rows(`SELECT id FROM ${table} WHERE account_id = $1`, [mine.conversion.accountId]);
      expect([table, rows]).toEqual([table, []]);
    }
    const left = await db.rows<{ id: string }>('SELECT id FROM deliveries WHERE id = ANY($1)', [[mine.id, others.id]]);
    expect(left).toEqual([{ id: others.id }]);
    const payloads = await db.rows('SELECT FROM delivery_payloads WHERE delivery_id = $1', [mine.id]);
    expect(payloads).toEqual([]);
  });
});
