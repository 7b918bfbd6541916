import { createDataSource, Database, insertClicks } from '@app/store';
import { adminCaller, anId, Given, testDatabase, until, type GivenConversion } from '@app/testing';
import { createLog, newId, readConfig, RootKeys } from '@app/runtime';
import { Catalog, ChangeStatus, DueSignal } from '@app/tracking';
import { get } from 'node:http';
import { createApi } from '../create-api';
import { ROOT_KEY, testApi } from '../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as, url } = testApi(db);
const production = testApi(db, { PITLANE_PROFILE: 'production' });

const accountOf = ({ click }: GivenConversion): { slug: string } => click.offer.account;

describe('GET /deliveries/wait', () => {
  it('should say how things stand when the time is over, and why', async () => {
    const conversion = await given.conversion();
    const call = as(accountOf(conversion));
    const delivery = await given.delivery({ conversion, status: 'Failed', attempts: 6 });
    await db.rows(`UPDATE deliveries SET reason = 'The receiver answered 503', advice = 'Look there' WHERE id = $1`, [
      delivery.id,
    ]);
    const { status, fields, body } = await call(
      'GET',
      `/deliveries/wait?conversionId=${conversion.id}&status=Sent&timeout=30ms`,
    );
    expect([status, fields, body['title']]).toEqual([408, ['status'], 'Request Timeout']);
    expect(body['detail']).toBe(
      `No such delivery became Sent within 30 ms. The callback ${delivery.id} is Failed after 6 attempts: ` +
        'The receiver answered 503. Look there. It stays so unless somebody resends it.',
    );
  });

  it('should tell when a Pending one is tried next, and why a Skipped one was not', async () => {
    const conversion = await given.conversion();
    const due = new Date('2026-11-21T09:00:00.000Z');
    const [waiting, skipped] = [
      await given.delivery({ conversion, dueAt: due }),
      await given.delivery({ conversion, status: 'Skipped', kind: 'postback' }),
    ];
    const wait = (id: string): Promise<unknown> =>
      as(accountOf(conversion))('GET', `/deliveries/wait?id=${id}&status=Sent&timeout=0`).then(
        ({ body }) => body['detail'],
      );
    expect(await wait(waiting.id)).toContain(
      'is Pending after 0 attempts. The next attempt is due at 2026-11-21T09:00',
    );
    expect(await wait(skipped.id)).toContain('is Skipped after 0 attempts: Rejected callbacks are switched off.');
  });

  it('should say so when nothing was planned', async () => {
    const { status, fields, body } = await as(await given.account())(
      'GET',
      `/deliveries/wait?conversionId=${anId()}&timeout=0`,
    );
    expect([status, fields]).toEqual([408, ['id']]);
    expect(body['detail']).toBe('There was no such delivery within 0 ms. Nothing was planned that these names fit.');
  });

  it('should wait on for a Failed one to be Sent: somebody may resend it', async () => {
    const conversion = await given.conversion();
    const delivery = await given.delivery({ conversion, status: 'Failed' });
    const waiting = as(accountOf(conversion))('GET', `/deliveries/wait?id=${delivery.id}&status=Sent&timeout=20s`);
    await db.rows(`UPDATE deliveries SET status = 'Sent' WHERE id = $1`, [delivery.id]);
    expect(await waiting).toMatchObject({ status: 200, body: { id: delivery.id, status: 'Sent' } });
  });
});

describe('GET /conversions/wait', () => {
  it('should answer as the conversion alone does, found by its id, its click or the advertiser’s name', async () => {
    const conversion = await given.conversion({ parameters: { cnv_conversion_id: 'order-7' } });
    const call = as(accountOf(conversion));
    const { body } = await call('GET', `/conversions/${conversion.id}`);
    for (const name of [
      `id=${conversion.id}`,
      `clickId=${conversion.click.id}&status=Success`,
      'advertiserConversionId=order-7',
    ]) {
      expect(await call('GET', `/conversions/wait?${name}`)).toMatchObject({ status: 200, body });
    }
  });

  it('should be woken by the change of its status', async () => {
    const conversion = await given.conversion({ status: 'Pending' });
    const database = db.anotherPool();
    const catalog = new Catalog(database, { maxRetries: 5, firstRetryMs: 120_000 });
    const changes = new ChangeStatus(database, catalog, new DueSignal(database));
    const waiting = as(accountOf(conversion))(
      'GET',
      `/conversions/wait?id=${conversion.id}&status=Rejected&timeout=20s`,
    );
    await changes.change(conversion.accountId, conversion.id, {
      status: 'Rejected',
      rejectionReason: 'Fraud',
      by: 'admin',
    });
    expect((await waiting).body).toMatchObject({ status: 'Rejected', rejectionReason: 'Fraud' });
  });

  it('should say how things stand when the time is over', async () => {
    const maturesAt = new Date('2026-11-22T06:00:00.000Z');
    const pending = await given.conversion({ status: 'Pending', maturesAt });
    const { status, body } = await as(accountOf(pending))(
      'GET',
      `/conversions/wait?clickId=${pending.click.id}&status=Success&timeout=0`,
    );
    expect([status, body['detail']]).toEqual([
      408,
      `No such conversion became Success within 0 ms. The conversion ${pending.id} is Pending. It becomes Success at 2026-11-22T06:00:00.000Z, platform time.`,
    ]);
  });

  it('should say why the click’s conversion postback was refused', async () => {
    const click = await given.click();
    await db.rows(
      `INSERT INTO request_logs (id, account_id, kind, method, url, source_ip, parameters, http_status, result, click_id, created_at)
       VALUES ($1, $2, 'conversion', 'GET', '/', '127.0.0.1', '{}', 422, 'unknown-event', $3, now())`,
      [newId(), click.accountId, click.id],
    );
    const { body } = await as(click.offer.account)('GET', `/conversions/wait?clickId=${click.id}&timeout=0`);
    expect(body['detail']).toContain('The last conversion postback of this click was answered 422: unknown-event.');
    expect(body['errors']).toMatchObject([{ field: 'clickId' }]);
  });
});

describe('GET /clicks/wait', () => {
  it('should find what is there by its id, its publisher’s name or its member, and nobody else’s', async () => {
    const click = await given.click({ pubClickId: 'pc-77', pubMemberId: 'zoe' });
    const call = as(click.offer.account);
    const { body: list } = await call('GET', '/clicks');
    for (const name of [`id=${click.id}`, 'pubClickId=pc-77', 'pubMemberId=zoe&pubClickId=pc-77']) {
      expect(await call('GET', `/clicks/wait?${name}`)).toMatchObject({ status: 200, body: list.items[0] });
    }
    const stranger = as(await given.account());
    expect((await stranger('GET', '/clicks/wait?pubClickId=pc-77&timeout=0')).status).toBe(408);
  });

  it('should answer once it comes', async () => {
    const offer = await given.offer();
    const waiting = as(offer.account)('GET', '/clicks/wait?pubClickId=pc-late&timeout=20s');
    const id = newId();
    await insertClicks(db.database, [
      {
        ...{ id, accountId: offer.accountId, offerId: offer.id, viewId: null, partnerId: null, pubMemberId: 'ann' },
        ...{ pubClickId: 'pc-late', parameters: {}, sourceIp: '127.0.0.1', userAgent: null, url: '/' },
      },
    ]);
    expect(await waiting).toMatchObject({ status: 200, body: { id } });
  });
});

describe('a wait', () => {
  it.each([
    ['/deliveries/wait', 'id'],
    ['/deliveries/wait?eventId=level-5', 'id'],
    ['/conversions/wait?status=Success&eventId=level-5', 'id'],
    ['/clicks/wait', 'id'],
    ['/clicks/wait?id=x', 'id'],
    ['/clicks/wait?pubClickId=x&timeout=61s', 'timeout'],
    ['/conversions/wait?id=x&status=Paid', 'id'],
  ])('should be refused when it names nothing, or wrongly: %s', async (path, field) => {
    const { status, fields } = await as(await given.account())('GET', path);
    expect([status, fields[0]]).toEqual([400, field]);
  });

  it('should be there in production too', async () => {
    const conversion = await given.conversion();
    const { status } = await production.as(accountOf(conversion))('GET', `/conversions/wait?id=${conversion.id}`);
    expect(status).toBe(200);
  });

  it('should end with the server', async () => {
    const account = await given.account();
    const config = readConfig({ PORT: '0', PITLANE_ADMIN_KEY: ROOT_KEY, PITLANE_SECRET_KEY: 'a-secret-key-for-specs' });
    const dataSource = await createDataSource({ url: db.url, connections: 2 }).initialize();
    const parts = { config, keys: new RootKeys(config), log: createLog('silent'), dataSource };
    const server = await createApi({ ...parts, database: db.anotherPool() });
    const call = adminCaller(`http://127.0.0.1:${String(server.port)}`, ROOT_KEY, account.slug);
    const waits = Array.from({ length: 101 }, () => call('GET', `/clicks/wait?id=${anId()}&timeout=60s`));
    // One too many: all the others wait by then.
    expect((await Promise.race(waits)).status).toBe(429);
    await server.close();
    await dataSource.destroy();
    const statuses = (await Promise.all(waits)).map(({ status }) => status).sort();
    expect(statuses).toEqual([429, ...Array.from({ length: 100 }, () => 503)]);
  });

  it('should be one of a hundred of its account at most, and give its place free when its client leaves', async () => {
    const account = await given.account();
    const headers = { authorization: `ApiToken ${ROOT_KEY}`, 'x-pitlane-account': account.slug };
    const requests = Array.from({ length: 100 }, () =>
      get(`${url()}/admin/v1/clicks/wait?id=${anId()}&timeout=60s`, { headers, agent: false }).on(
        'error',
        () => undefined,
      ),
    );
    const oneMore = async (): Promise<number> =>
      (await as(account)('GET', `/clicks/wait?id=${anId()}&timeout=0`)).status;
    await until(async () => (await oneMore()) === 429);
    expect((await as(await given.account())('GET', `/clicks/wait?id=${anId()}&timeout=0`)).status).toBe(408);
    // Not `once`: one that leaves hears of it as an error first.
    const closed = requests.map((request) => new Promise((resolve) => request.once('close', resolve)));
    for (const request of requests) request.destroy();
    await Promise.all(closed);
    await until(async () => (await oneMore()) === 408);
  });
});
