import { Database } from '@app/store';
import { anId, Given, testDatabase, type CallAdmin, type GivenConversion } from '@app/testing';
import { testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as } = testApi(db);

const accountOf = (conversion: GivenConversion): { id: string; slug: string } => conversion.click.offer.account;
const idsOf = async (call: CallAdmin, query: string): Promise<unknown[]> => {
  const { status, body } = await call('GET', `/deliveries?${query}`);
  expect(status).toBe(200);
  return body.items.map(({ id }) => id);
};

async function attempt(
  deliveryId: string,
  row: { number: number; status: number | null; error?: string },
): Promise<void> {
  await db.rows(
    `INSERT INTO attempts (delivery_id, number, account_id, trigger, started_at, duration_ms, outcome, request_method, request_url, request_headers,
                           response_status, response_headers, response_body, error_code, reason, advice)
     SELECT id, $2, account_id, 'auto', '2026-11-21T07:00:00Z', 12, 'retry', 'POST', 'http://127.0.0.1:9/rendered', '{"x-secret":"***"}',
            $3, CASE WHEN $3::int IS NOT NULL THEN '{"a":"b"}'::jsonb END, CASE WHEN $3::int IS NOT NULL THEN 'sorry' END, $4, 'It failed', 'Look'
       FROM deliveries WHERE id = $1`,
    [deliveryId, row.number, row.status, row.error ?? null],
  );
  await db.rows('UPDATE deliveries SET attempts = $2 WHERE id = $1', [deliveryId, row.number]);
}

describe('GET /deliveries', () => {
  it('should narrow by each filter, and leave Skipped ones out unless asked for', async () => {
    const account = await given.account();
    const offer = await given.offer({ account, events: [{ eventId: 'level-5' }] });
    const partner = await given.partner({ account });
    const conversion = await given.conversion({
      click: await given.click({ offer, partner }),
      offerEventId: offer.events[0]?.id ?? null,
    });
    const other = await given.conversion({ offer: await given.offer({ account }) });
    const sent = await given.delivery({ conversion, status: 'Sent', createdAt: new Date('2026-11-21T01:00:00Z') });
    const postback = await given.delivery({
      conversion,
      kind: 'postback',
      status: 'Failed',
      createdAt: new Date('2026-11-21T02:00:00Z'),
    });
    const pending = await given.delivery({ conversion: other, createdAt: new Date('2026-11-21T03:00:00Z') });
    const skipped = await given.delivery({
      conversion: other,
      status: 'Skipped',
      createdAt: new Date('2026-11-21T04:00:00Z'),
    });
    await given.delivery();
    const call = as(account);
    const expected: [string, { id: string }[]][] = [
      ['', [pending, postback, sent]],
      ['kind=callback', [pending, sent]],
      ['kind=callback,postback&order_asc=true', [sent, postback, pending]],
      ['status=Sent,Failed', [postback, sent]],
      ['status=Skipped', [skipped]],
      ['includeSkipped=true', [skipped, pending, postback, sent]],
      [`conversionId=${conversion.id}`, [postback, sent]],
      [`partnerId=${partner.id}`, [postback]],
      [`offerId=${offer.id}`, [postback, sent]],
      ['eventId=level-5', [postback, sent]],
      [`eventId=${offer.events[0]?.id ?? ''}`, [postback, sent]],
      [`clickId=${other.click.id}`, [pending]],
      ['from=2026-11-21T01:30:00Z&to=2026-11-21T02:30:00Z', [postback]],
    ];
    for (const [query, rows] of expected) {
      expect([query, await idsOf(call, query)]).toEqual([query, rows.map(({ id }) => id)]);
    }
    expect((await call('GET', '/deliveries?status=Skipped')).body.items[0]).toMatchObject({
      reason: 'Rejected callbacks are switched off',
      nextAttemptAt: null,
      retry: { profile: 'gokart', waitsMs: [120_000, 240_000, 480_000, 960_000, 1_920_000] },
    });
  });
});

describe('GET /deliveries/:id', () => {
  it('should show each attempt with its request, its answer or its error, and the payload', async () => {
    const delivery = await given.delivery({ payload: '{"status":"Success","eventId":null}' });
    await attempt(delivery.id, { number: 1, status: 503 });
    await attempt(delivery.id, { number: 2, status: null, error: 'ECONNREFUSED' });
    const { body } = await as(accountOf(delivery.conversion))('GET', `/deliveries/${delivery.id}`);
    expect(body).toMatchObject({
      id: delivery.id,
      attemptCount: 2,
      url: 'http://127.0.0.1:9/rendered',
      payload: { status: 'Success', eventId: null },
    });
    const request = {
      method: 'POST',
      url: 'http://127.0.0.1:9/rendered',
      headers: { 'x-secret': '***' },
      body: `{"id":"${delivery.id}","sentAt":"2026-11-21T07:00:00.000Z","conversion":{"status":"Success","eventId":null}}`,
    };
    const common = {
      trigger: 'auto',
      startedAt: '2026-11-21T07:00:00.000Z',
      durationMs: 12,
      outcome: 'retry',
      possibleDuplicate: false,
      request,
      faults: [],
    };
    expect(body['attempts']).toEqual([
      {
        ...common,
        number: 1,
        response: { status: 503, headers: { a: 'b' }, body: 'sorry', bodyTruncated: false },
        error: null,
        reason: 'It failed',
        advice: 'Look',
      },
      {
        ...common,
        number: 2,
        response: null,
        error: { code: 'ECONNREFUSED', message: 'It failed' },
        reason: 'It failed',
        advice: 'Look',
      },
    ]);
  });

  it('should show no body for a postback, and nothing to another account', async () => {
    const delivery = await given.delivery({ kind: 'postback', payload: '{"pub_click_id":"x"}' });
    await attempt(delivery.id, { number: 1, status: 200 });
    const { body } = await as(accountOf(delivery.conversion))('GET', `/deliveries/${delivery.id}`);
    expect(body['attempts']).toMatchObject([{ request: { body: null } }]);
    expect((await as(await given.account())('GET', `/deliveries/${delivery.id}`)).status).toBe(404);
  });
});

describe('GET /deliveries/wait', () => {
  it('should answer at once what is there already', async () => {
    const delivery = await given.delivery({ status: 'Sent' });
    const call = as(accountOf(delivery.conversion));
    for (const path of ['/deliveries/wait', '/emulator/deliveries/wait']) {
      const { body } = await call('GET', `${path}?conversionId=${delivery.conversion.id}&status=Sent`);
      expect(body).toMatchObject({ id: delivery.id, attempts: [], matched: true, items: [{ id: delivery.id }] });
    }
  });

  it('should answer as soon as it becomes so', async () => {
    const delivery = await given.delivery();
    const waiting = as(accountOf(delivery.conversion))(
      'GET',
      `/deliveries/wait?id=${delivery.id}&status=Sent,Failed&timeout=20s`,
    );
    await db.rows(`UPDATE deliveries SET status = 'Failed', due_at = NULL WHERE id = $1`, [delivery.id]);
    expect((await waiting).body).toMatchObject({ matched: true, items: [{ id: delivery.id, status: 'Failed' }] });
  });

  it('should refuse to wait for longer than a minute', async () => {
    expect(await as(await given.account())('GET', '/deliveries/wait?timeout=61s')).toMatchObject({
      status: 400,
      fields: ['timeout'],
    });
  });
});

describe('POST /deliveries/:id/resend', () => {
  it('should send a Failed one out again, refuse a Pending one, and say when there is no URL', async () => {
    const account = await given.account({ callback: { url: 'http://127.0.0.1:9/now' } });
    const offer = await given.offer({ account });
    const delivery = await given.delivery({
      conversion: await given.conversion({ offer }),
      status: 'Failed',
      attempts: 6,
      retriesMade: 5,
    });
    const call = as(account);
    expect(await call('POST', `/deliveries/${delivery.id}/resend`)).toMatchObject({
      status: 202,
      body: { id: delivery.id, status: 'Pending' },
    });
    expect((await call('GET', `/deliveries/${delivery.id}`)).body).toMatchObject({
      status: 'Pending',
      retriesMade: 0,
      attemptCount: 6,
    });
    expect((await call('POST', `/deliveries/${delivery.id}/resend`)).status).toBe(409);
    const homeless = await given.delivery({ status: 'Skipped' });
    const { status, body } = await as(accountOf(homeless.conversion))('POST', `/deliveries/${homeless.id}/resend`);
    expect([status, body['detail']]).toEqual([409, expect.stringContaining('callback URL')]);
    expect((await as(await given.account())('POST', `/deliveries/${delivery.id}/resend`)).status).toBe(404);
    expect((await call('POST', `/deliveries/${anId()}/resend`)).status).toBe(404);
  });
});

describe('POST /deliveries/resend', () => {
  it('should send out again what the filter matches, Sent and Failed alone unless it says otherwise', async () => {
    const account = await given.account({ callback: { url: 'http://127.0.0.1:9/now' } });
    const conversion = await given.conversion({ offer: await given.offer({ account }) });
    const [sent, failed, skipped] = await Promise.all(
      (['Sent', 'Failed', 'Skipped'] as const).map((status) => given.delivery({ conversion, status })),
    );
    const call = as(account);
    expect(await call('POST', '/deliveries/resend', { conversionId: conversion.id, kind: 'postback' })).toMatchObject({
      status: 202,
      body: { matched: 0 },
    });
    expect((await call('POST', '/deliveries/resend', { conversionId: conversion.id })).body).toEqual({ matched: 2 });
    expect(new Set(await idsOf(call, 'status=Pending'))).toEqual(new Set([sent?.id, failed?.id]));
    expect((await call('POST', '/deliveries/resend', { status: 'Skipped' })).body).toEqual({ matched: 1 });
    expect(await idsOf(call, `status=Pending&order_asc=true`)).toContain(skipped?.id);
  });

  it('should refuse to run without any filter', async () => {
    const call = as(await given.account());
    expect((await call('POST', '/deliveries/resend', {})).status).toBe(400);
    expect((await call('POST', '/deliveries/resend', { kind: null })).status).toBe(400);
    expect(await call('POST', '/deliveries/resend', { status: 'Pending' })).toMatchObject({
      status: 400,
      fields: ['status'],
    });
  });
});
