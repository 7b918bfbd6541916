import { newId } from '@app/runtime';
import { Database } from '@app/store';
import { Given, testDatabase, type CallAdmin, type GivenAccount, type GivenConversion } from '@app/testing';
import { testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as, url } = testApi(db);

const NOW = new Date('2024-03-01T12:00:00.000Z');

interface Inbox {
  account: GivenAccount;
  conversion: GivenConversion;
  call: CallAdmin;
  /** The receiver's own URL. */
  target: string;
}

async function anInbox(...script: unknown[]): Promise<Inbox> {
  const account = await given.account({ frozenAt: NOW });
  const conversion = await given.conversion({ offer: await given.offer({ account }) });
  const call = as(account);
  await call('PUT', '/emulator/receivers/cb', { script: script.length === 0 ? [{ status: 200 }] : script });
  return { account, conversion, call, target: `${url()}/receivers/${account.slug}/cb` };
}

const send = (target: string, body: object | string): Promise<Response> =>
  fetch(target, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

const attempt = async (deliveryId: string, number: number, fields: Record<string, unknown> = {}): Promise<unknown> =>
  db.rows(
    `INSERT INTO attempts (delivery_id, number, account_id, trigger, started_at, outcome, request_url, error_code)
     SELECT id, $2, account_id, 'auto', $3, 'sent', $4, $5 FROM deliveries WHERE id = $1`,
    [deliveryId, number, fields['at'] ?? NOW, fields['url'] ?? null, fields['error'] ?? null],
  );

const seen = async (call: CallAdmin, filter = ''): Promise<Record<string, unknown>[]> =>
  (await call('GET', `/emulator/receivers/cb/requests?page_size=100${filter}`)).body.items;

describe('the inbox of a receiver', () => {
  it('should say which delivery and which attempt a callback is, also of several at one instant', async () => {
    const { conversion, call, target } = await anInbox();
    const { id } = await given.delivery({ conversion, target, dueAt: NOW });
    const later = new Date(NOW.getTime() + 120_000);
    await attempt(id, 1);
    await attempt(id, 2, { error: 'FAULT_BEFORE_SEND' });
    await attempt(id, 3);
    await attempt(id, 4, { at: later });
    const body = (sentAt: Date): object => ({ id, sentAt, conversion: { conversionId: conversion.id } });
    for (const at of [NOW, NOW, later]) await send(target, body(at));
    const mine = { deliveryId: id, conversionId: conversion.id };
    expect(await seen(call)).toMatchObject([
      { ...mine, attempt: 1 },
      { ...mine, attempt: 3 },
      { ...mine, attempt: 4 },
    ]);
  });

  it('should say it of a postback whose address names its conversion or its click', async () => {
    const { conversion, call, target } = await anInbox();
    const template = `${target}?c={gk_conversion_id}&k={gk_click_id}`;
    for (const query of [`c=${conversion.id}`, `k=${conversion.clickId.toUpperCase()}`]) {
      const { id } = await given.delivery({ conversion, kind: 'postback', target: template, dueAt: NOW });
      await attempt(id, 1, { url: `${target}?${query}` });
      await fetch(`${target}?${query}`);
      expect((await seen(call)).at(-1)).toMatchObject({ deliveryId: id, conversionId: conversion.id, attempt: 1 });
    }
  });

  it('should say nothing of what is none of the account', async () => {
    const { call, target } = await anInbox();
    const theirs = await given.delivery({ target });
    await attempt(theirs.id, 1);
    await send(target, { id: theirs.id, sentAt: NOW, conversion: { conversionId: theirs.conversion.id } });
    await send(target, { id: newId(), sentAt: 'yesterday', conversion: null });
    await send(target, '{"id": 5');
    await fetch(`${target}?c=${theirs.conversion.id}`);
    const nobody = { deliveryId: null, conversionId: null, attempt: null };
    expect(await seen(call)).toMatchObject([nobody, nobody, nobody, nobody]);
  });

  it('should be narrowed by number, delivery, conversion and text', async () => {
    const { conversion, call, target } = await anInbox();
    const { id } = await given.delivery({ conversion, target, dueAt: NOW });
    await send(target, { id, sentAt: NOW, conversion: { ConversionId: conversion.id } });
    await send(target, 'some 100% text');
    await send(target, 'another text');
    const numbers = async (filter: string): Promise<unknown[]> =>
      (await seen(call, filter)).map(({ number }) => number);
    expect(await numbers('&number=2')).toEqual([2]);
    expect(await numbers(`&deliveryId=${id}`)).toEqual([1]);
    expect(await numbers(`&conversionId=${conversion.id}`)).toEqual([1]);
    expect(await numbers(`&conversionId=${newId()}`)).toEqual([]);
    expect(await numbers('&bodyContains=text')).toEqual([2, 3]);
    expect(await numbers(`&bodyContains=${encodeURIComponent('100% ')}`)).toEqual([2]);
  });

  it('should be awaited, answer at once what came, and say when nothing did', async () => {
    const { call, target } = await anInbox();
    const awaited = (query: string): ReturnType<CallAdmin> =>
      call('GET', `/emulator/receivers/cb/requests/wait?${query}`);
    const waiting = awaited('bodyContains=second&timeout=10s');
    await send(target, 'first');
    expect((await awaited('number=1&timeout=10s')).body).toMatchObject({ matched: true, items: [{ body: 'first' }] });
    await send(target, 'second');
    expect((await waiting).body).toMatchObject({ matched: true, items: [{ number: 2 }] });
    expect((await awaited('number=3&timeout=30ms')).body).toEqual({ matched: false, items: [] });
  });

  it.each([
    ['number=0', 'number'],
    ['deliveryId=x', 'deliveryId'],
    ['timeout=61s', 'timeout'],
    ['colour=red', 'colour'],
  ])('should refuse to wait by %s', async (query, field) => {
    const { call } = await anInbox();
    const answer = await call('GET', `/emulator/receivers/cb/requests/wait?${query}`);
    expect(answer).toMatchObject({ status: 400, fields: [field] });
  });

  it('should be emptied, its script going on, and be of its account alone', async () => {
    const { call, target } = await anInbox({ status: 500 }, { status: 200 });
    await send(target, 'first');
    const stranger = as(await given.account());
    for (const [method, path] of [
      ['DELETE', '/requests'],
      ['GET', '/requests/wait'],
    ] as const) {
      expect((await stranger(method, `/emulator/receivers/cb${path}`)).status).toBe(404);
    }
    expect((await call('DELETE', '/emulator/receivers/cb/requests')).status).toBe(204);
    expect(await seen(call)).toEqual([]);
    expect((await send(target, 'second')).status).toBe(200);
    expect(await seen(call)).toMatchObject([{ number: 2, body: 'second' }]);
  });

  it('should keep the last 10,000 of them or so', async () => {
    const { call, target } = await anInbox();
    await send(target, 'long ago');
    await db.rows('UPDATE receivers SET calls = 10999 WHERE name = $1', ['cb']);
    await send(target, 'now');
    expect(await seen(call)).toMatchObject([{ number: 11_000, body: 'now' }]);
  });
});

describe('a step of a receiver', () => {
  it('should let its body out in pieces', async () => {
    const { target } = await anInbox({ status: 201, body: 'abcdefg', drip: { bytes: 3, every: '40ms' } });
    const answer = await fetch(target);
    const pieces: string[] = [];
    for await (const piece of answer.body!) pieces.push(Buffer.from(piece as Uint8Array).toString());
    expect([answer.status, answer.headers.get('content-length'), pieces]).toEqual([201, '7', ['abc', 'def', 'g']]);
  });

  it('should stop letting it out to somebody who has gone', async () => {
    const { call, target } = await anInbox({ status: 200, body: 'x'.repeat(100), drip: { bytes: 1, every: '5s' } });
    const leaving = new AbortController();
    const answer = await fetch(target, { signal: leaving.signal });
    leaving.abort();
    await expect(answer.text()).rejects.toThrow('abort');
    expect(await seen(call)).toMatchObject([{ answered: '200' }]);
  });

  it('should lead elsewhere', async () => {
    const { call, target } = await anInbox(
      { redirect: 'https://elsewhere.example/ü?a=b' },
      { redirect: 'http://elsewhere.example/', status: 308 },
    );
    const answers = [await fetch(target, { redirect: 'manual' }), await fetch(target, { redirect: 'manual' })];
    expect(answers.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
      [302, 'https://elsewhere.example/%C3%BC?a=b'],
      [308, 'http://elsewhere.example/'],
    ]);
    expect((await seen(call)).map(({ answered }) => answered)).toEqual(['302', '308']);
  });
});
