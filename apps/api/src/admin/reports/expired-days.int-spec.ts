import { DAILY_TABLES, Database } from '@app/store';
import { TurnDays } from '@app/tracking';
import { Given, testDatabase, type GivenAccount, type GivenClick } from '@app/testing';
import { testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as, url } = testApi(db);

const A_MONTH_MS = 30 * 86_400_000;
const DAY = '2024-03-01';

let account: GivenAccount;

/** As if the ledger had been divided long ago: all rows that are given are older than a month. */
beforeAll(async () => {
  for (const table of DAILY_TABLES) {
    await db.rows(`ALTER TABLE ${table} DETACH PARTITION ${table}_before`);
    await db.rows(
      `DO $$ BEGIN EXECUTE format('ALTER TABLE ${table} ATTACH PARTITION ${table}_before FOR VALUES FROM (MINVALUE) TO (%L)',
         first_id_of((now() AT TIME ZONE 'UTC')::date - 100)); END $$`,
    );
  }
  account = await given.account({ frozenAt: new Date(`${DAY}T12:00:00Z`) });
});

const postBack = async ({ id }: Pick<GivenClick, 'id'>): Promise<number> => {
  const { pathSecrets, signature } = account;
  const answer = await fetch(`${url()}/api/v1/${pathSecrets}?signature=${signature}&gk_click_id=${id}`);
  return answer.status;
};

const totalOf = async (list: string): Promise<unknown> => (await as(account)('GET', list)).body['totalCount'];

const summary = async (): Promise<unknown> =>
  (await as(account)('GET', `/reports/summary?from=${DAY}&to=${DAY}`)).body.items;

describe('days that are gone', () => {
  it('should leave the ledger and its reports, take clicks and attempts along, and be counted off when the account is emptied', async () => {
    const offer = await given.offer({ account });
    const createdAt = new Date(`${DAY}T12:00:00Z`);
    const old = await given.click({ offer, createdAt });
    const delivery = await given.delivery({ conversion: await given.conversion({ click: old }), status: 'Sent' });
    await db.rows(
      `INSERT INTO attempts (delivery_id, number, account_id, trigger, started_at) SELECT id, 1, account_id, 'auto', now() FROM deliveries WHERE id = $1`,
      [delivery.id],
    );
    await db.rows('UPDATE deliveries SET attempts = 1 WHERE id = $1', [delivery.id]);
    const keepMs = { clicks: A_MONTH_MS, views: A_MONTH_MS, attempts: A_MONTH_MS, request_logs: A_MONTH_MS };
    const days = new TurnDays(db.database, keepMs);
    for (const table of DAILY_TABLES) expect(await days.turn(table)).toEqual([`${table}_before`]);
    const redirect = `${url()}/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=bob`;
    expect((await fetch(redirect, { redirect: 'manual' })).status).toBe(302);
    const [fresh] = (await as(account)('GET', '/clicks')).body.items;

    expect(await postBack(old)).toBe(404);
    expect(await postBack({ id: String(fresh?.['id']) })).toBe(200);
    expect(await totalOf('/clicks')).toBe(1);
    expect(await totalOf('/request-logs?kind=click')).toBe(1);
    expect(await summary()).toMatchObject([{ day: DAY, clicks: 2 }]);
    expect((await as(account)('GET', `/deliveries/${delivery.id}`)).body).toMatchObject({
      attemptCount: 1,
      attempts: [],
    });
    expect(await totalOf(`/conversions?clickId=${old.id}`)).toBe(1);

    expect((await as(account)('POST', '/emulator/reset', {})).body['deleted']).toMatchObject({ expired_clicks: 1 });
    expect(await summary()).toEqual([]);
  });
});
