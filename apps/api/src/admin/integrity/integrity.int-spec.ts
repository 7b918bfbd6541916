import { Database } from '@app/store';
import {
  Given,
  testDatabase,
  type AdminAnswer,
  type GivenAccount,
  type GivenClick,
  type GivenOffer,
} from '@app/testing';
import { testApi } from '../../specs/test-api';
import { IntegrityController } from './integrity.controller';

const NOW = new Date('2026-11-21T12:00:00.000Z');

const db = testDatabase(Database);
const given = new Given(db);
const { as, url } = testApi(db);

let account: GivenAccount;
let offer: GivenOffer;

const look = async (query = ''): Promise<AdminAnswer['body']> => {
  const { status, body } = await as(account)('GET', `/integrity${query}`);
  expect(status).toBe(200);
  return body;
};

/** Names of the checks that are not ok, with how many break them. */
const broken = async (query = ''): Promise<unknown[]> => {
  const { checks, ok } = await look(query);
  const all = checks as { name: string; ok: boolean; found: number }[];
  expect(all.length).toBeGreaterThan(8);
  expect(ok).toBe(all.every((check) => check.ok));
  return all.filter((check) => !check.ok).map(({ name, found }) => [name, found]);
};

/** A click and a conversion by the public calls: a callback is planned. */
async function convert(): Promise<GivenClick> {
  const click = await given.click({ offer, createdAt: NOW });
  const response = await fetch(
    `${url()}/api/v1/${account.pathSecrets}?signature=${account.signature}&gk_click_id=${click.id}`,
  );
  expect(response.status).toBe(200);
  return click;
}

/** Settles the account's deliveries as a worker would. */
const deliver = (): Promise<unknown> =>
  db.rows(
    `WITH sent AS (UPDATE deliveries SET status = 'Sent', due_at = NULL, settled_at = $2, attempts = 1 WHERE account_id = $1 RETURNING id, account_id, conversion_id),
          told AS (UPDATE conversions SET callback_sent = true WHERE id IN (SELECT conversion_id FROM sent))
     INSERT INTO attempts (delivery_id, number, account_id, trigger, started_at, outcome, response_status)
     SELECT id, 1, account_id, 'auto', $2, 'sent', 204 FROM sent`,
    [account.id, NOW],
  );

beforeEach(async () => {
  account = await given.account({ frozenAt: NOW, callback: { url: 'http://127.0.0.1:9/callback' } });
  offer = await given.offer({ account });
});

describe(IntegrityController.name, () => {
  it('should account for everything that was planned', async () => {
    await convert();
    await convert();
    expect(await broken()).toEqual([]);
    expect(await look()).toMatchObject({
      ok: true,
      planned: 2,
      waiting: 2,
      sent: 0,
      lost: 0,
      oldestDueMs: 0,
      attempts: 0,
    });
    await deliver();
    await given.callback(account, { url: null });
    await convert();
    expect(await broken()).toEqual([]);
    expect(await look()).toMatchObject({
      from: '2026-11-20T12:00:00.000Z',
      to: NOW.toISOString(),
      planned: 3,
      sent: 2,
      failed: 0,
      waiting: 0,
      skipped: 1,
      lost: 0,
      attempts: 2,
      rescued: 0,
      duplicatesFlagged: 0,
    });
  });

  it('should tell of rescues, and how long the oldest has been due', async () => {
    await convert();
    await db.rows(
      `INSERT INTO attempts (delivery_id, number, account_id, trigger, started_at, outcome, error_code, possible_duplicate)
       SELECT id, 1, account_id, 'auto', $2, 'retry', 'WORKER_LOST', true FROM deliveries WHERE account_id = $1`,
      [account.id, NOW],
    );
    await db.rows('UPDATE deliveries SET attempts = 1 WHERE account_id = $1', [account.id]);
    await given.platformTime(account, new Date('2026-11-21T12:01:30.000Z'));
    expect(await look()).toMatchObject({
      ok: true,
      rescued: 1,
      duplicatesFlagged: 1,
      attempts: 1,
      oldestDueMs: 90_000,
    });
  });

  it.each([
    ['planned', `DELETE FROM deliveries WHERE account_id = $1`],
    ['history', `UPDATE conversions SET status = 'Rejected', holds_completion = false WHERE account_id = $1`],
    ['payloads', `DELETE FROM delivery_payloads p USING deliveries d WHERE d.id = p.delivery_id AND d.account_id = $1`],
    ['attempts', `UPDATE deliveries SET attempts = 2 WHERE account_id = $1`],
    ['attempts', `UPDATE attempts SET number = 2 WHERE account_id = $1`],
    ['proof', `UPDATE attempts SET response_status = 500 WHERE account_id = $1`],
    ['ends', `UPDATE attempts SET outcome = NULL WHERE account_id = $1`],
    ['acknowledged', `UPDATE conversions SET callback_sent = false WHERE account_id = $1`],
    ['clicks', `UPDATE click_deltas SET clicks = 2 WHERE account_id = $1`],
  ])('should find what must never be: %s, broken by %s', async (name, sql) => {
    await convert();
    await deliver();
    expect(await broken()).toEqual([]);
    await db.rows(sql, [account.id]);
    expect(await broken()).toContainEqual([name, 1]);
    expect(await look()).toMatchObject({ ok: false, lost: name === 'planned' ? 1 : 0 });
  });

  it('should find a callback that was attempted before an earlier one', async () => {
    await convert();
    await deliver();
    await db.rows(
      `WITH first AS (
         INSERT INTO deliveries (id, account_id, sequence, kind, status, conversion_id, conversion_status, offer_id, receiver, target, method, retry_profile,
                                 retry_waits_ms, due_at, created_at)
         OVERRIDING SYSTEM VALUE SELECT gen_random_uuid(), account_id, sequence - 1, kind, 'Pending', conversion_id, conversion_status, offer_id, receiver,
                target, method, retry_profile, retry_waits_ms, created_at, created_at FROM deliveries WHERE account_id = $1 RETURNING id)
       INSERT INTO delivery_payloads (delivery_id, payload) SELECT id, '{}' FROM first`,
      [account.id],
    );
    expect(await broken()).toEqual([['order', 1]]);
  });

  it('should look at the account and the stretch that were asked for', async () => {
    await convert();
    await db.rows('DELETE FROM deliveries WHERE account_id = $1', [account.id]);
    expect(await broken()).toEqual([['planned', 1]]);
    expect(await broken('?to=2026-11-21T11:00:00Z')).toEqual([]);
    expect(await broken('?from=2026-11-21T11:00:00Z')).toEqual([['planned', 1]]);
    const other = await given.account({ frozenAt: NOW });
    expect((await as(other)('GET', '/integrity')).body).toMatchObject({ ok: true, planned: 0 });
    const all = await as(other)('GET', '/integrity?all=true&from=2026-11-20T12:00:00Z&to=2026-11-21T12:00:00Z');
    expect(all.body).toMatchObject({ ok: false });
    expect(all.body['lost']).toBeGreaterThanOrEqual(1);
  });

  it('should show all accounts to the root key alone, and say what is wrong with a call', async () => {
    const { body } = await as(account)('POST', '/account/keys', { scope: 'admin' });
    const own = (path: string): Promise<Response> =>
      fetch(`${url()}/admin/v1/integrity${path}`, { headers: { authorization: `ApiToken ${String(body['apiKey'])}` } });
    expect((await own('')).status).toBe(200);
    expect((await own('?all=true')).status).toBe(403);
    expect(await as(account)('GET', '/integrity?from=2026-11-22&to=2026-11-21')).toMatchObject({
      status: 400,
      fields: ['from'],
    });
    expect(await as(account)('GET', '/integrity?all=perhaps')).toMatchObject({ status: 400, fields: ['all'] });
  });
});
