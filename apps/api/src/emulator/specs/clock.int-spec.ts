import { newId } from '@app/runtime';
import {
  Database,
  leaseDeliveries,
  settleAttempts,
  startAttempts,
  type Settlement,
  type StartedDelivery,
} from '@app/store';
import { Given, testDatabase, until, type CallAdmin, type GivenAccount } from '@app/testing';
import { Catalog, ChangeStatus, DueSignal, MatureConversions } from '@app/tracking';
import { setTimeout as pause } from 'node:timers/promises';
import { testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as } = testApi(db);

const START = new Date('2026-11-21T06:30:00.000Z');
const HOOK = 'http://127.0.0.1:9/hook';
const later = (minutes: number): string => new Date(START.getTime() + minutes * 60_000).toISOString();

/** Carries out what is due, as a worker does, without a network: each attempt ends as `verdict` says. */
class Carrier {
  verdict: Settlement['outcome'] = 'sent';
  private stopped = false;
  private readonly running: Promise<void>;

  constructor(private readonly database: Database) {
    const catalog = new Catalog(database, { maxRetries: 5, firstRetryMs: 120_000 });
    this.running = this.run(
      new MatureConversions(database, new ChangeStatus(database, catalog, new DueSignal(database))),
    );
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(maturing: MatureConversions): Promise<void> {
    while (!this.stopped) {
      await maturing.mature();
      const lease = newId();
      const { deliveryIds: ids } = await leaseDeliveries(this.database, {
        lease,
        batch: 50,
        leaseMs: 60_000,
        attemptLeaseMs: 60_000,
      });
      const started = ids.length === 0 ? [] : await startAttempts(this.database, lease, ids, 60_000);
      if (started.length > 0) {
        await settleAttempts(
          this.database,
          started.map((delivery) => this.settlement(lease, delivery)),
        );
      } else await pause(2);
    }
  }

  private settlement(lease: string, { id, attempt, retryWaitsMs, retriesMade, target }: StartedDelivery): Settlement {
    const waitMs = retryWaitsMs[retriesMade] ?? null;
    const outcome = this.verdict === 'retry' && waitMs === null ? 'failed' : this.verdict;
    return {
      ...{
        deliveryId: id,
        lease,
        attempt,
        outcome,
        waitMs: outcome === 'retry' ? waitMs : null,
        reason: null,
        advice: null,
        durationMs: 1,
      },
      ...{
        requestMethod: 'POST',
        requestUrl: target,
        requestHeaders: {},
        responseStatus: 200,
        responseHeaders: {},
        responseBody: '',
      },
      ...{ bodyTruncated: false, errorCode: null, unreachable: false },
    };
  }
}

let carrier: Carrier | null = null;
const carry = (verdict: Settlement['outcome'] = 'sent'): void => {
  carrier = new Carrier(db.database);
  carrier.verdict = verdict;
};

afterEach(async () => {
  await carrier?.stop();
  carrier = null;
});

const frozenAccount = (callback = { url: HOOK }): Promise<GivenAccount> => given.account({ frozenAt: START, callback });
const advance = async (call: CallAdmin, by: unknown): Promise<Awaited<ReturnType<CallAdmin>>> =>
  call('POST', '/emulator/clock/advance', { by });

describe('GET /emulator/clock', () => {
  it('should tell the machine’s time, until it is frozen or advanced, and again after a reset', async () => {
    const call = as(await given.account());
    const { body } = await call('GET', '/emulator/clock');
    expect(body['mode']).toBe('system');
    expect(Math.abs(Date.parse(String(body['now'])) - Date.now())).toBeLessThan(5_000);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    expect((await call('POST', '/emulator/clock/freeze', { at })).body).toEqual({ now: at, mode: 'frozen' });
    expect((await call('GET', '/emulator/clock')).body).toEqual({ now: at, mode: 'frozen' });
    expect((await call('POST', '/emulator/clock/reset')).body).toMatchObject({ mode: 'system' });
  });

  it('should not go back', async () => {
    const call = as(await frozenAccount());
    expect(await call('POST', '/emulator/clock/freeze', { at: later(-1) })).toMatchObject({
      status: 400,
      fields: ['at'],
    });
    expect((await call('POST', '/emulator/clock/freeze', {})).body).toEqual({ now: later(0), mode: 'frozen' });
  });
});

describe('POST /emulator/clock/advance', () => {
  it('should make every retry at its own instant', async () => {
    const account = await frozenAccount();
    const delivery = await given.delivery({
      conversion: await given.conversion({ offer: await given.offer({ account }) }),
      createdAt: START,
      dueAt: new Date(later(1)),
    });
    carry('retry');
    const { status, body } = await advance(as(account), '1h');
    expect([status, body['now'], body['mode'], body['matured'], body['attempted']]).toEqual([
      200,
      later(60),
      'frozen',
      0,
      5,
    ]);
    const attempts = await db.rows<{ started_at: Date }>(
      'SELECT started_at FROM attempts WHERE delivery_id = $1 ORDER BY number',
      [delivery.id],
    );
    expect(attempts.map(({ started_at }) => started_at.toISOString())).toEqual([1, 3, 7, 15, 31].map(later));
    expect(body['fired']).toEqual(
      [1, 3, 7, 15, 31].map((minute, index) => ({
        ...{
          kind: 'attempt',
          deliveryId: delivery.id,
          deliveryKind: 'callback',
          conversionId: delivery.conversion.id,
          number: index + 1,
          outcome: 'retry',
          responseStatus: 200,
          reason: null,
          at: later(minute),
        },
      })),
    );
    expect(body['next']).toBe(later(63));
    expect((await advance(as(account), '3m')).body).toMatchObject({
      attempted: 1,
      fired: [{ number: 6, outcome: 'failed', at: later(63) }],
      next: null,
    });
  });

  it('should mature conversions at their instants, and send what follows there and then', async () => {
    const account = await frozenAccount();
    const offer = await given.offer({ account });
    const pending = await Promise.all(
      [10, 10, 25].map((minute) =>
        given.conversion({ offer, status: 'Pending', pubMemberId: `m-${newId()}`, maturesAt: new Date(later(minute)) }),
      ),
    );
    carry();
    const { body } = await advance(as(account), 30 * 60_000);
    expect(body).toMatchObject({ now: later(30), matured: 3, attempted: 3 });
    const fired = body['fired'] as { kind: string; at: string }[];
    expect(fired.map(({ kind, at }) => `${kind} ${at}`)).toEqual([
      ...[`matured ${later(10)}`, `matured ${later(10)}`, `attempt ${later(10)}`, `attempt ${later(10)}`],
      ...[`matured ${later(25)}`, `attempt ${later(25)}`],
    ]);
    const history = (await as(account)('GET', `/conversions/${pending[2]?.id ?? ''}`)).body['history'];
    expect(history).toMatchObject([{ to: 'Pending' }, { to: 'Success', by: 'pending-time', at: later(25) }]);
  });

  it('should let a running clock run on, so much ahead', async () => {
    const call = as(await given.account());
    expect((await advance(call, '3d')).body).toMatchObject({ mode: 'offset', matured: 0, attempted: 0, fired: [] });
    await advance(call, '1h');
    const { body } = await call('GET', '/emulator/clock');
    const aheadMs = Date.parse(String(body['now'])) - Date.now() - 73 * 3_600_000;
    expect(Math.abs(aheadMs)).toBeLessThan(5_000);
  });

  it('should wait for a later callback that an earlier one holds up', async () => {
    const account = await frozenAccount();
    const conversion = await given.conversion({ offer: await given.offer({ account }) });
    const first = await given.delivery({ conversion, dueAt: new Date(later(4)), createdAt: START });
    const second = await given.delivery({ conversion, dueAt: START, createdAt: START });
    carry();
    const { body } = await advance(as(account), '10m');
    expect(body['fired']).toMatchObject([
      { deliveryId: first.id, at: later(4) },
      { deliveryId: second.id, at: later(4) },
    ]);
  });

  it('should count only what this advance did, and leave other accounts alone', async () => {
    const [account, other] = [await frozenAccount(), await frozenAccount()];
    const conversion = await given.conversion({ offer: await given.offer({ account }) });
    await given.delivery({ conversion, status: 'Sent', createdAt: START });
    await given.delivery({
      conversion: await given.conversion({ offer: await given.offer({ account: other }) }),
      dueAt: new Date(later(5)),
      createdAt: START,
    });
    carry();
    expect((await advance(as(account), '10m')).body).toMatchObject({ matured: 0, attempted: 0, fired: [] });
    expect((await as(other)('GET', '/emulator/clock')).body).toEqual({ now: later(0), mode: 'frozen' });
  });

  it('should take advances of one account one after the other', async () => {
    const account = await frozenAccount();
    const answers = await Promise.all(['1m', '2m', '3m', '4m'].map((by) => advance(as(account), by)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await as(account)('GET', '/emulator/clock')).body).toEqual({ now: later(10), mode: 'frozen' });
  });

  it('should give way when the clock is set by somebody else', async () => {
    const account = await given.account({ callback: { url: HOOK } });
    await given.delivery({ conversion: await given.conversion({ offer: await given.offer({ account }) }) });
    const call = as(account);
    const advancing = advance(call, '1h');
    await until(async () => (await call('GET', '/emulator/clock')).body['mode'] === 'frozen');
    await call('POST', '/emulator/clock/reset');
    expect((await advancing).status).toBe(409);
    expect((await call('GET', '/emulator/clock')).body['mode']).toBe('system');
  });

  it.each([[0], ['0'], [-1], ['-2m'], [1.5], ['soon'], [null], ['3651d']])('should refuse %j', async (by) => {
    expect(await advance(as(await given.account()), by)).toMatchObject({ status: 400, fields: ['by'] });
  });
});
