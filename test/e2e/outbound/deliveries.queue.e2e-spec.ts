import { until } from '@app/testing';
import type { Account } from '../support/account';
import type { Attempt, Delivery, DeliveryDetails, Offer, Step } from '../support/answers';
import { testPitlane } from '../support/pitlane';
import { freePort } from '../support/system/free-port';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** One moment later, so that what is due now has been carried out. */
const MOMENT_MS = 1;

const pitlane = testPitlane({ DELIVERY_TIMEOUT: '700ms' });
let account: Account;
let offer: Offer;
let now = '';

beforeEach(async () => {
  account = await pitlane().account();
  offer = await account.offer();
  ({ now } = await account.freeze());
});

/** A callback's delivery after its first attempt. */
async function attempted(url: string, retry: object = {}): Promise<DeliveryDetails> {
  await account.callback({ url, retry });
  const { conversionId } = await account.convertNew(offer);
  await account.advance(MOMENT_MS);
  const [{ id } = { id: '' }] = await account.deliveries(`conversionId=${conversionId}`);
  return account.delivery(id);
}

const after = (instant: string | null): number => Date.parse(instant ?? '') - Date.parse(now);

describe('what becomes of an attempt (K5.3)', () => {
  it.each<[string, Step, Delivery['status'], number | string]>([
    ['200', { status: 200 }, 'Sent', 200],
    ['204', { status: 204 }, 'Sent', 204],
    ['299', { status: 299, body: 'whatever' }, 'Sent', 299],
    ['301', { status: 301, headers: { location: 'https://elsewhere.example/' } }, 'Failed', 301],
    ['400', { status: 400 }, 'Failed', 400],
    ['404', { status: 404 }, 'Failed', 404],
    ['410', { status: 410 }, 'Failed', 410],
    ['429', { status: 429, headers: { 'retry-after': '1' } }, 'Failed', 429],
    ['500', { status: 500 }, 'Pending', 500],
    ['502', { status: 502 }, 'Failed', 502],
    ['503', { status: 503 }, 'Pending', 503],
    ['no answer in time', { fault: 'timeout' }, 'Pending', 'TIMEDOUT|TIMEOUT'],
    ['a slow answer', { status: 200, delay: '3s' }, 'Pending', 'TIMEDOUT|TIMEOUT'],
    ['a broken connection', { fault: 'reset' }, 'Pending', 'ECONNRESET|UND_ERR_SOCKET'],
    ['what is not HTTP', { fault: 'garbage' }, 'Failed', 'HPE_'],
  ])('should be after %s: %j %s (G10.15)', async (_, step, status, end) => {
    const delivery = await attempted(await account.receiver('callback', step));
    expect(delivery.status).toBe(status);
    const [attempt] = delivery.attempts as [Attempt];
    if (typeof end === 'number') expect(attempt).toMatchObject({ response: { status: end }, error: null });
    else expect(attempt).toMatchObject({ response: null, error: { code: expect.stringMatching(end) as string } });
    if (status === 'Sent') expect([delivery.reason, delivery.advice]).toEqual([null, null]);
    else {
      expect([delivery.reason, delivery.advice]).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\.$/)]);
    }
    expect(after(delivery.nextAttemptAt)).toBe(status === 'Pending' ? 2 * MINUTE_MS : NaN);
    expect(await account.received('callback')).toHaveLength(1);
  });

  it.each([
    ['nobody listens', async () => `http://127.0.0.1:${await freePort()}/`, 'ECONNREFUSED'],
    ['nobody has the name', () => Promise.resolve('http://nobody.invalid/'), 'ENOTFOUND|EAI_AGAIN'],
    ['TLS meets plain HTTP', () => Promise.resolve(pitlane().url.replace('http:', 'https:')), 'SSL|TLS|EPROTO'],
  ])('should be another try where %s', async (_, url, code) => {
    const { status, nextAttemptAt, attempts } = await attempted(await url());
    expect(status).toBe('Pending');
    expect(after(nextAttemptAt)).toBe(2 * MINUTE_MS);
    expect(attempts).toMatchObject([{ response: null, error: { code: expect.stringMatching(code) as string } }]);
  });

  it('should be kept with the whole exchange, the answer up to 16 KiB', async () => {
    const url = await account.receiver('callback', {
      status: 201,
      headers: { 'x-trace': 'abc' },
      body: 'x'.repeat(20_000),
    });
    const { attempts, status, id } = await attempted(`${url}/deep?key=1`);
    expect(status).toBe('Sent');
    expect(attempts).toMatchObject([
      {
        number: 1,
        trigger: 'auto',
        startedAt: now,
        durationMs: expect.any(Number) as number,
        possibleDuplicate: false,
        request: { method: 'POST', url: `${url}/deep?key=1`, headers: { 'content-type': 'application/json' } },
        response: { status: 201, headers: { 'x-trace': 'abc' }, body: 'x'.repeat(16_384), bodyTruncated: true },
      },
    ]);
    const [{ body } = { body: '' }] = await account.received('callback');
    expect(attempts[0]!.request!.body).toBe(body);
    expect(JSON.parse(body)).toMatchObject({ id, sentAt: now });
  });
});

describe('retry profiles (K5.3)', () => {
  it.each<[string, Step, number | null]>([
    ['integr8', { status: 503 }, null],
    ['integr8', { fault: 'reset' }, null],
    ['reliable', { status: 404 }, 2 * MINUTE_MS],
    ['reliable', { fault: 'garbage' }, 2 * MINUTE_MS],
    ['reliable', { status: 410 }, null],
    ['reliable', { status: 429, headers: { 'retry-after': '600' } }, 10 * MINUTE_MS],
    ['reliable', { status: 503, headers: { 'retry-after': '1' } }, 2 * MINUTE_MS],
    ['gokart', { status: 503, headers: { 'retry-after': '600' } }, 2 * MINUTE_MS],
  ])('should make %s wait after %j: %s ms', async (profile, step, waitMs) => {
    const delivery = await attempted(await account.receiver('callback', step), { profile });
    expect(delivery.status).toBe(waitMs === null ? 'Failed' : 'Pending');
    expect(after(delivery.nextAttemptAt)).toBe(waitMs ?? NaN);
  });

  it('should follow an own list of waits, and end with it', async () => {
    const url = await account.receiver('callback', { status: 503 });
    const { id } = await attempted(url, { waits: ['1s', '250ms', '1m'] });
    expect(await account.advance('1h')).toMatchObject({ attempted: 3 });
    const { status, attempts } = await account.delivery(id);
    expect(status).toBe('Failed');
    expect(attempts.map(({ startedAt }) => after(startedAt))).toEqual([0, 1_000, 1_250, 61_250]);
  });

  it('should be one for each configuration: a postback goes its own way', async () => {
    const partner = await account.partner();
    const url = await account.receiver('postback', { status: 503 });
    await account.postback(partner, { scope: 'global', url, retry: { waits: [] } });
    await account.callback({ url: await account.receiver('callback', { status: 503 }) });
    const { clickId } = await account.partnerClick(await account.link(partner, offer), {
      pub_click_id: 'x',
      pub_member_id: 'y',
    });
    const { conversionId } = await account.convert(clickId);
    await account.advance(MOMENT_MS);
    const deliveries = await account.deliveries(`conversionId=${conversionId}`);
    expect(Object.fromEntries(deliveries.map(({ kind, status }) => [kind, status]))).toEqual({
      callback: 'Pending',
      postback: 'Failed',
    });
  });
});

describe('sending again (K5.3, K6)', () => {
  const failOnce = async (): Promise<DeliveryDetails> =>
    attempted(await account.receiver('callback', { status: 404 }, { status: 200 }));

  it('should send a Failed one under its id, with a fresh schedule, by the configuration of now', async () => {
    const { id } = await failOnce();
    const elsewhere = await account.receiver('elsewhere', { status: 503 }, { status: 503 }, { status: 200 });
    await account.callback({ url: elsewhere });
    const answer = await account.api.call('POST', `/deliveries/${id}/resend`);
    expect(answer).toMatchObject({ status: 202, body: { id, status: 'Pending' } });
    await account.advance('6m');
    const { status, attempts } = await account.delivery(id);
    expect(status).toBe('Sent');
    expect(attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(attempts[1]!.trigger).toBe('resend');
    expect((await account.received('elsewhere')).map(({ json }) => (json as { id: string }).id)).toEqual([id, id, id]);
  });

  it('should send a Sent one again, and answer 409 while it is Pending', async () => {
    const { id } = await attempted(await account.receiver('callback', { status: 200 }, { status: 503 }));
    await account.api.post(`/deliveries/${id}/resend`);
    await account.advance(MOMENT_MS);
    expect(await account.delivery(id)).toMatchObject({
      status: 'Pending',
      attempts: [{ trigger: 'auto' }, { trigger: 'resend' }],
    });
    expect(await account.api.refused('POST', `/deliveries/${id}/resend`)).toMatchObject({ status: 409 });
    expect(await account.received('callback')).toHaveLength(2);
  });

  it('should send all that a filter matches', async () => {
    const multi = await account.multiEventOffer(['one', 'two']);
    await account.callback({ url: await account.receiver('callback', { status: 404 }) });
    const first = await account.convertNew(multi, { cnv_event_id: 'one' });
    await account.convertNew(multi, { cnv_event_id: 'one' });
    await account.convertNew(multi, { cnv_event_id: 'two' });
    const single = await account.convertNew(offer);
    await account.advance(MOMENT_MS);
    const resend = async (filter: object): Promise<number> => {
      const { matched } = await account.api.post<{ matched: number }>('/deliveries/resend', filter);
      await account.advance(MOMENT_MS);
      return matched;
    };
    expect(await resend({ status: 'Failed' })).toBe(4);
    expect(await resend({ status: 'Sent' })).toBe(0);
    expect(await resend({ eventId: 'one' })).toBe(2);
    expect(await resend({ eventId: multi.events[1]!.id })).toBe(1);
    expect(await resend({ offerId: offer.id, kind: 'callback' })).toBe(1);
    expect(await resend({ kind: 'postback' })).toBe(0);
    expect(await resend({ conversionId: first.conversionId, status: 'Failed' })).toBe(1);
    expect(await resend({ from: now, to: '2999-01-01' })).toBe(4);
    expect(await resend({ to: '2000-01-01T00:00:00Z' })).toBe(0);
    expect((await account.deliveries(`conversionId=${single.conversionId}`))[0]).toMatchObject({ status: 'Failed' });
    expect(await account.received('callback')).toHaveLength(4 + 4 + 2 + 1 + 1 + 1 + 4);
  });

  it.each([
    [{}, []],
    [{ status: 'Pending' }, ['status']],
    [{ conversionId: 'x' }, ['conversionId']],
    [{ from: 'yesterday' }, ['from']],
    [{ all: true }, ['all']],
  ])('should refuse the filter %j', async (filter, fields) => {
    expect(await account.api.refused('POST', '/deliveries/resend', filter)).toMatchObject({ status: 400, fields });
  });
});

describe('a dead receiver', () => {
  it('should not hold up deliveries to others', async () => {
    await account.api.post('/emulator/clock/reset');
    const partner = await account.partner();
    const link = await account.link(partner, offer);
    await account.callback({ url: await account.receiver('dead', { fault: 'timeout' }) });
    await account.postback(partner, { scope: 'global', url: await account.receiver('healthy') });
    const convert = async (n: number): Promise<void> => {
      const { clickId } = await account.partnerClick(link, { pub_click_id: `pc-${n}`, pub_member_id: `m-${n}` });
      await account.convert(clickId);
    };
    await Promise.all(Array.from({ length: 60 }, (_, n) => convert(n)));
    await until(
      async () =>
        (await account.api.get<{ totalCount: number }>('/deliveries?kind=postback&status=Sent')).totalCount === 60,
      {
        within: 2 * SECOND_MS,
      },
    );
    expect(await account.deliveries('kind=callback&status=Sent')).toEqual([]);
  });
});
