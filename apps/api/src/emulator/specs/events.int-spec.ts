import { createLog, newId, readConfig, RootKeys } from '@app/runtime';
import { createDataSource, Database, insertClicks, insertInboundCalls } from '@app/store';
import { Given, testDatabase, until, type GivenAccount, type GivenConversion } from '@app/testing';
import { PlatformEvents } from '@app/tracking';
import { createApi } from '../../create-api';
import { ROOT_KEY, testApi } from '../../specs/test-api';
import { LedgerTail } from '../events/ledger-tail';
import { LedgerWriter } from './ledger-writer';
import { Watching } from './watching';

const db = testDatabase(Database);
const given = new Given(db);
const api = testApi(db);
const another = testApi(db);
const production = testApi(db, { PITLANE_PROFILE: 'production' });
const writer = new LedgerWriter(db);

const progress = (account: GivenAccount, done: number): Promise<void> =>
  new PlatformEvents(db.database, { kept: true }).publish(account.id, 'import', { done });
const dones = (watching: Watching): unknown[] => watching.data.map(({ done }) => done);

describe('GET /emulator/events', () => {
  it('should tell of what any process does in the account, and of no other', async () => {
    const [account, other] = [await given.account(), await given.account()];
    const elsewhere = new PlatformEvents(db.anotherPool(), { kept: true });
    const [all, one, none, others] = await Promise.all([
      Watching.at(api.url(), account),
      Watching.at(another.url(), account, '?kind=import,clock'),
      Watching.at(api.url(), account, '?kind=clock'),
      Watching.at(api.url(), other),
    ]);
    expect(all.response.headers['content-type']).toContain('text/event-stream');
    expect(all.response.headers['cache-control']).toBe('no-store');
    for (const done of [1, 2]) await elsewhere.publish(account.id, 'import', { done, note: 'a\nb' });
    await elsewhere.publish(other.id, 'import', { done: 3 });
    await until(() => others.data.length === 1 && all.data.length === 2 && one.data.length === 2);
    expect(dones(others)).toEqual([3]);
    const at = expect.stringMatching(/^\d{4}-/) as string;
    expect(all.data).toEqual([1, 2].map((done) => ({ kind: 'import', at, account: account.slug, done, note: 'a\nb' })));
    expect(none.data).toEqual([]);
    expect(all.text).toMatch(/^retry: 1000\nid: .+\n/);
    expect(new Set(all.ids).size).toBe(2);
    await Promise.all([all, one, none, others].map((each) => each.leave()));
  });

  it('should tell each kind with what belongs to it', async () => {
    const account = await given.account();
    const offer = await given.offer({ account, events: [{ eventId: 'level-5', name: 'Level 5' }] });
    const watching = await Watching.at(api.url(), account);
    const clickId = newId();
    await insertClicks(db.database, [
      {
        ...{ id: clickId, accountId: account.id, offerId: offer.id, viewId: null, partnerId: null, pubMemberId: 'ann' },
        ...{ pubClickId: 'pc-1', parameters: { pub_sub_1: 'x' }, sourceIp: '127.0.0.1', userAgent: null, url: '/' },
      },
    ]);
    const requestId = newId();
    await insertInboundCalls(db.database, [
      {
        ...{
          id: requestId,
          accountId: account.id,
          kind: 'conversion',
          method: 'GET',
          url: '/p',
          sourceIp: '127.0.0.1',
        },
        ...{ parameters: {}, httpStatus: 422, latencyMs: 1, result: 'unknown-event', trace: [] },
        ...{ offerId: offer.id, clickId, conversionId: null },
      },
    ]);
    const conversion = await given.conversion({ offer, offerEventId: offer.events[0]?.id ?? null, revenue: '1.5' });
    await writer.change(conversion, null, 'Success');
    await writer.change(conversion, 'Success', 'Rejected');
    const delivery = await given.delivery({ conversion });
    await until(() => watching.of('delivery').length === 1);
    await writer.attempt(delivery.id, { number: 1, outcome: 'retry', responseStatus: 503 });
    await until(() => watching.of('attempt').length === 1);
    await writer.attempt(delivery.id, { number: 2, outcome: 'sent', responseStatus: 200 });
    await api.as(account)('POST', '/emulator/clock/freeze', {});
    await until(() => watching.of('delivery').length === 2 && watching.of('clock').length === 1);
    const common = { account: account.slug, at: expect.any(String) as string };
    const ofConversion = { conversionId: conversion.id, eventId: 'level-5', clickId: conversion.click.id };
    const ofDelivery = { deliveryId: delivery.id, deliveryKind: 'callback', conversionId: conversion.id };
    expect(watching.data).toMatchObject([
      { ...common, kind: 'click', clickId, offerId: offer.id, pubMemberId: 'ann', parameters: { pub_sub_1: 'x' } },
      { ...common, kind: 'request', requestId, call: 'conversion', httpStatus: 422, result: 'unknown-event', clickId },
      { ...common, kind: 'conversion', ...ofConversion, status: 'Success', revenue: 1.5, by: 'postback' },
      { ...common, kind: 'status', ...ofConversion, from: 'Success', to: 'Rejected', status: 'Rejected' },
      { ...common, kind: 'delivery', ...ofDelivery, status: 'Pending', url: 'http://127.0.0.1:9/hook' },
      { ...common, kind: 'attempt', ...ofDelivery, number: 1, outcome: 'retry', responseStatus: 503 },
      { ...common, kind: 'attempt', ...ofDelivery, number: 2, outcome: 'sent', responseStatus: 200 },
      { ...common, kind: 'delivery', ...ofDelivery, status: 'Sent' },
      { ...common, kind: 'clock', mode: 'frozen', cause: 'freeze' },
    ]);
    await watching.leave();
  });

  it.each([
    ['/emulator/events?kind=weather', 'kind'],
    ['/emulator/events?after=yesterday', 'after'],
    ['/emulator/events?after=mwqz9log.9223372036854775000:9223372036854775001:', 'after'],
    ['/emulator/events?after=1.3:3:', 'after'],
  ])('should refuse %s by the name of what is wrong', async (path, field) => {
    const { status, fields } = await api.as(await given.account())('GET', path);
    expect([status, fields]).toEqual([400, [field]]);
  });

  it('should not be there in production', async () => {
    const { status } = await production.as(await given.account())('GET', '/emulator/events');
    expect(status).toBe(404);
  });

  it('should keep nothing for nobody in production', async () => {
    const account = await given.account();
    await new PlatformEvents(db.database, { kept: false }).publish(account.id, 'import', { done: 1 });
    expect(await db.rows('SELECT FROM platform_events WHERE account_id = $1', [account.id])).toEqual([]);
  });

  it('should end with the server', async () => {
    const account = await given.account();
    const config = readConfig({ PORT: '0', PITLANE_ADMIN_KEY: ROOT_KEY, PITLANE_SECRET_KEY: 'a-secret-key-for-specs' });
    const dataSource = await createDataSource({ url: db.url, connections: 2 }).initialize();
    const database = db.anotherPool();
    const parts = { config, keys: new RootKeys(config), log: createLog('silent'), database, dataSource };
    const server = await createApi(parts);
    const watching = await Watching.at(`http://127.0.0.1:${String(server.port)}`, account);
    await server.close();
    await watching.ended;
    await dataSource.destroy();
    expect(watching.text).toContain(': watching');
  });

  it('should be watched by fifty of an account at most', async () => {
    const account = await given.account();
    const watching = await Promise.all(Array.from({ length: 50 }, () => Watching.at(api.url(), account)));
    expect((await api.as(account)('GET', '/emulator/events')).status).toBe(429);
    await Promise.all(watching.map((each) => each.leave()));
  });
});

describe('an event’s id', () => {
  it('should continue after it, at any process, without a gap or a repetition', async () => {
    const account = await given.account();
    const first = await Watching.at(api.url(), account);
    for (const done of [1, 2, 3]) await progress(account, done);
    await until(() => first.data.length === 3);
    await first.leave();
    for (const done of [4, 5]) await progress(account, done);
    for (const [index, id] of first.ids.entries()) {
      const rest = await Watching.at(another.url(), account, `?after=${encodeURIComponent(id)}`);
      await until(() => rest.data.length >= 4 - index);
      await rest.leave();
      expect(dones(rest)).toEqual([1, 2, 3, 4, 5].slice(index + 1));
      const byHeader = await Watching.at(api.url(), account, '?kind=import', { 'last-event-id': id });
      await until(() => byHeader.data.length >= 4 - index);
      await byHeader.leave();
      expect(byHeader.ids.at(-1)).toBeDefined();
      expect(dones(byHeader)).toEqual(dones(rest));
    }
  });

  it('should continue within what one transaction wrote, and over many pages', async () => {
    const account = await given.account();
    const watching = await Watching.at(api.url(), account);
    await db.rows(
      `INSERT INTO platform_events (id, account_id, kind, at, data)
       SELECT (left($2, 24) || lpad(to_hex(n), 12, '0'))::uuid, $1, 'import', now(), jsonb_build_object('done', n) FROM generate_series(1, 450) n`,
      [account.id, newId()],
    );
    await until(() => watching.data.length === 450);
    await watching.leave();
    const all = Array.from({ length: 450 }, (_, index) => index + 1);
    expect(dones(watching)).toEqual(all);
    for (const index of [0, 150, 199, 200, 448]) {
      const rest = await Watching.at(api.url(), account, `?after=${encodeURIComponent(watching.ids[index] ?? '')}`);
      await until(() => rest.data.length >= 449 - index);
      await rest.leave();
      expect(dones(rest)).toEqual(all.slice(index + 1));
    }
  });

  it('should be told before anything happens, so that nothing is missed by who loses the stream at once', async () => {
    const account = await given.account();
    const watching = await Watching.at(api.url(), account);
    await until(() => watching.begin !== null);
    await watching.leave();
    await progress(account, 1);
    const rest = await Watching.at(api.url(), account, `?after=${encodeURIComponent(watching.begin ?? '')}`);
    await until(() => rest.data.length === 1);
    await rest.leave();
  });
});

describe('what commits late', () => {
  let account: GivenAccount;
  let conversion: GivenConversion;

  beforeEach(async () => {
    account = await given.account();
    conversion = await given.conversion({ offer: await given.offer({ account }) });
  });

  it('should be told once, when it does, however long others have been told by then', async () => {
    const watching = await Watching.at(api.url(), account);
    const [early, late] = [await writer.begin(), await writer.begin()];
    await early.change(conversion, null, 'Success');
    await late.change(conversion, 'Success', 'Pending');
    await late.commit();
    await until(() => watching.data.length === 1);
    await writer.change(conversion, 'Pending', 'Success');
    await until(() => watching.data.length === 2);
    await early.commit();
    await until(() => watching.data.length === 3);
    expect(watching.data.map(({ from, status }) => [from ?? null, status])).toEqual([
      ['Success', 'Pending'],
      ['Pending', 'Success'],
      [null, 'Success'],
    ]);
    await watching.leave();
    const [, second] = watching.ids;
    const rest = await Watching.at(another.url(), account, `?after=${encodeURIComponent(second ?? '')}`);
    await until(() => rest.data.length === 1);
    expect(rest.data).toMatchObject([{ kind: 'conversion', status: 'Success' }]);
    await rest.leave();
  });

  it('should be told to who comes back with the id of what was committed before it', async () => {
    const watching = await Watching.at(api.url(), account);
    const early = await writer.begin();
    await early.change(conversion, null, 'Success');
    const delivery = await given.delivery({ conversion });
    await until(() => watching.of('delivery').length === 1);
    await watching.leave();
    await early.commit();
    await writer.attempt(delivery.id, { number: 1, outcome: 'sent', responseStatus: 200 });
    const rest = await Watching.at(api.url(), account, `?after=${encodeURIComponent(watching.ids.at(-1) ?? '')}`);
    await until(() => rest.data.length === 3);
    expect(rest.data.map(({ kind }) => kind)).toEqual(['conversion', 'attempt', 'delivery']);
    await rest.leave();
  });

  it('should not be told when it is rolled back', async () => {
    const watching = await Watching.at(api.url(), account);
    const early = await writer.begin();
    await early.change(conversion, null, 'Success');
    await early.rollBack();
    await writer.change(conversion, 'Success', 'Rejected');
    await until(() => watching.data.length === 1);
    expect(watching.of('conversion')).toEqual([]);
    await watching.leave();
  });

  it('should be found by who began to read while it was under way, whatever its age', async () => {
    const early = await writer.begin();
    await early.change(conversion, null, 'Success');
    const tail = new LedgerTail(db.database);
    const since = await tail.now();
    await early.commit();
    const filter = { accountIds: [account.id], kinds: ['conversion', 'status'] as const };
    const page = await tail.read({ since, page: null }, filter);
    expect(page.events.map(({ kind }) => kind)).toEqual(['conversion']);
    expect((await tail.read(page.cursor, filter)).events).toEqual([]);
  });
});
