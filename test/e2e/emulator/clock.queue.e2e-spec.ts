import { until } from '@app/testing';
import type { Account } from '../support/account';
import type { Attempt, CallbackBody, DeliveryDetails } from '../support/answers';
import { testPitlane } from '../support/pitlane';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

interface Clock {
  now: string;
  mode: 'system' | 'frozen' | 'offset';
}

type Fired =
  | { kind: 'matured'; conversionId: string; at: string }
  | { kind: 'attempt'; deliveryId: string; at: string };

const pitlane = testPitlane();
let account: Account;

beforeEach(async () => {
  account = await pitlane().account();
});

const clock = (): Promise<Clock> => account.api.get<Clock>('/emulator/clock');
const freeze = (at?: string): Promise<Clock> =>
  account.api.post<Clock>('/emulator/clock/freeze', at === undefined ? {} : { at });
const reset = (): Promise<Clock> => account.api.post<Clock>('/emulator/clock/reset');
const since = (start: string, instant: string): number => Date.parse(instant) - Date.parse(start);

/** The callback of a new conversion, whose receiver is down; it has been tried once. */
async function failing(): Promise<() => Promise<DeliveryDetails>> {
  await account.callback({ url: await account.receiver('callback', { status: 503 }) });
  const { conversionId } = await account.convertNew(await account.offer());
  const { id } = await account.awaited(`conversionId=${conversionId}`);
  await until(async () => (await account.delivery(id)).attempts[0]?.response?.status === 503);
  return () => account.delivery(id);
}

describe('the test clock (K7)', () => {
  it('should run with the machine until it is set', async () => {
    const before = Date.now();
    const { now, mode } = await clock();
    expect(mode).toBe('system');
    expect(Date.parse(now)).toBeGreaterThanOrEqual(before - 1_000);
    expect(Date.parse(now)).toBeLessThanOrEqual(Date.now() + 1_000);
  });

  it('should stand still when it is frozen, and stamp everything with its time', async () => {
    const { now, mode } = await freeze();
    expect(mode).toBe('frozen');
    expect(await clock()).toEqual({ now, mode });
    const { clickId, conversionId } = await account.convertNew(await account.offer());
    const stamps = { createdAt: now, userCompletedAt: now, modifiedAt: now, clickTime: now, history: [{ at: now }] };
    expect(await account.conversion(conversionId)).toMatchObject(stamps);
    expect(await account.api.list(`/clicks?clickId=${clickId}`)).toMatchObject([{ createdAt: now }]);
    expect(await account.api.list('/request-logs')).toMatchObject([{ createdAt: now }, { createdAt: now }]);
  });

  it('should be set to an instant ahead, never back', async () => {
    const at = '2999-12-31T23:59:59.000Z';
    expect(await freeze(at)).toEqual({ now: at, mode: 'frozen' });
    const { status, fields } = await account.api.refused('POST', '/emulator/clock/freeze', {
      at: '2999-12-31T23:59:58Z',
    });
    expect({ status, fields }).toEqual({ status: 400, fields: ['at'] });
    expect(await clock()).toEqual({ now: at, mode: 'frozen' });
  });

  it('should run on from where an advance has brought it, and go back to the machine at a reset', async () => {
    const { now } = await clock();
    const advanced = await account.advance('3d');
    expect(advanced).toMatchObject({ mode: 'offset', matured: 0, attempted: 0 });
    expect(since(now, advanced.now)).toBeGreaterThanOrEqual(3 * DAY_MS);
    await until(async () => since(advanced.now, (await clock()).now) > 0);
    const back = await reset();
    expect(back.mode).toBe('system');
    expect(since(now, back.now)).toBeLessThan(MINUTE_MS);
  });

  it('should add up advances of a frozen clock to the millisecond', async () => {
    const { now } = await freeze();
    for (const by of ['2m', 1, '3d', '250ms', '1h', '30s']) await account.advance(by);
    expect(await clock()).toMatchObject({ mode: 'frozen' });
    expect(since(now, (await clock()).now)).toBe(2 * MINUTE_MS + 1 + 3 * DAY_MS + 250 + 60 * MINUTE_MS + 30_000);
  });

  it.each([
    ['advance', { by: '-1s' }, 'by'],
    ['advance', { by: 0 }, 'by'],
    ['advance', { by: 'tomorrow' }, 'by'],
    ['advance', { by: 1.5 }, 'by'],
    ['advance', { by: '99999d' }, 'by'],
    ['advance', {}, 'by'],
    ['advance', { by: '1s', to: 'x' }, 'to'],
    ['freeze', { at: 'noon' }, 'at'],
    ['freeze', { at: '2000-01-01T00:00:00Z' }, 'at'],
  ])('should refuse to %s by %j', async (call, body, field) => {
    expect(await account.api.refused('POST', `/emulator/clock/${call}`, body)).toMatchObject({
      status: 400,
      fields: [field],
    });
    expect(await clock()).toMatchObject({ mode: 'system' });
  });

  it("should leave other accounts' clocks alone", async () => {
    const other = await pitlane().account();
    await account.advance('3d');
    await freeze();
    expect(await other.api.get('/emulator/clock')).toMatchObject({ mode: 'system' });
  });
});

describe('advance (K7)', () => {
  it('should make the same attempts at the same platform times in one jump as in many', async () => {
    const { now } = await freeze();
    const delivery = await failing();
    expect(await account.advance('62m')).toMatchObject({ attempted: 5, matured: 0 });
    const { status, attempts } = await delivery();
    expect(status).toBe('Failed');
    expect(attempts.map(({ startedAt }: Attempt) => since(now, startedAt) / MINUTE_MS)).toEqual([0, 2, 6, 14, 30, 62]);
    const sentAt = (await account.received('callback')).map(({ json }) => (json as CallbackBody).sentAt);
    expect(sentAt).toEqual(attempts.map(({ startedAt }) => startedAt));
  });

  it('should stop a moment before what is due a moment later', async () => {
    await freeze();
    const delivery = await failing();
    expect(await account.advance(2 * MINUTE_MS - 1)).toMatchObject({ attempted: 0 });
    expect((await delivery()).attempts).toHaveLength(1);
    expect(await account.advance(1)).toMatchObject({ attempted: 1 });
  });

  it('should climb the ladder of a clock that runs, too', async () => {
    const delivery = await failing();
    expect(await account.advance('1h')).toMatchObject({ mode: 'offset', attempted: 4 });
    expect((await delivery()).attempts).toHaveLength(5);
  });

  it('should let pending times pass, and send what follows before it answers', async () => {
    await account.callback({ url: await account.receiver('callback'), sendPending: true });
    const { now } = await freeze();
    const { conversionId } = await account.convertNew(await account.offer({ pendingTime: 3 }));
    expect(await account.advance(3 * DAY_MS - 1)).toMatchObject({ matured: 0 });
    expect(await account.conversion(conversionId)).toMatchObject({
      status: 'Pending',
      maturesAt: new Date(Date.parse(now) + 3 * DAY_MS).toISOString(),
    });
    const answer = await account.api.post<{ matured: number; attempted: number; fired: Fired[] }>(
      '/emulator/clock/advance',
      { by: 1 },
    );
    expect(answer).toMatchObject({
      matured: 1,
      attempted: 1,
      fired: [{ kind: 'matured', conversionId }, { kind: 'attempt' }],
    });
    const { status, history } = await account.conversion(conversionId);
    expect(status).toBe('Success');
    expect(history.map(({ from, to, by, at }) => [from, to, by, since(now, at)])).toEqual([
      [null, 'Pending', 'postback', 0],
      ['Pending', 'Success', 'pending-time', 3 * DAY_MS],
    ]);
    const statuses = (await account.received('callback')).map(({ json }) => (json as CallbackBody).conversion.status);
    expect(statuses).toEqual(['Pending', 'Success']);
  });

  it('should not let a rejected or decided conversion mature, nor one that waits for a person', async () => {
    const offer = await account.offer({ pendingTime: 1 });
    const manual = await account.offer({ rewarding: 'Manual', pendingTime: 1 });
    await freeze();
    const [rejected, pending, decided] = [
      await account.convertNew(offer),
      await account.convertNew(manual),
      await account.convertNew(offer),
    ];
    await account.setStatus(rejected.conversionId, 'Rejected', 'fraud');
    await account.setStatus(decided.conversionId, 'Pending');
    await account.setStatus(decided.conversionId, 'Success');
    expect(await account.advance('9d')).toMatchObject({ matured: 0 });
    const statuses = [rejected, pending, decided].map(
      async ({ conversionId }) => (await account.conversion(conversionId)).status,
    );
    expect(await Promise.all(statuses)).toEqual(['Rejected', 'Pending', 'Success']);
  });

  it('should go from instant to instant: what matures meets the receiver as it is then', async () => {
    await account.callback({
      url: await account.receiver('callback', { status: 503 }, { status: 503 }, { status: 200 }),
    });
    const { now } = await freeze();
    await account.convertNew(await account.offer({ pendingTime: 1 }));
    const answer = await account.api.post<{ fired: Fired[] }>('/emulator/clock/advance', { by: '2d' });
    expect(answer.fired.map(({ kind, at }) => [kind, since(now, at) - DAY_MS])).toEqual([
      ['matured', 0],
      ['attempt', 0],
      ['attempt', 2 * MINUTE_MS],
      ['attempt', 6 * MINUTE_MS],
    ]);
  });

  it('should take calls that come at once one after the other', async () => {
    const { now } = await freeze();
    const delivery = await failing();
    const answers = await Promise.all(Array.from({ length: 5 }, () => account.advance('10m')));
    expect(answers.reduce((sum, { attempted }) => sum + attempted, 0)).toBe(4);
    expect(since(now, (await clock()).now)).toBe(50 * MINUTE_MS);
    expect((await delivery()).attempts).toHaveLength(5);
  });

  it('should answer soon, however far it goes', async () => {
    await freeze();
    await failing();
    const startedAt = performance.now();
    await account.advance('365d');
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
