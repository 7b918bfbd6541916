import { until } from '@app/testing';
import type { Account } from '../support/account';
import type { CallbackBody, ConversionStatus, Offer } from '../support/answers';
import { CONVERSION_FIELDS } from '../support/callback-fields';
import { testPitlane } from '../support/pitlane';

const SECRET = 'tell-nobody-4711';

const pitlane = testPitlane();
let account: Account;
let offer: Offer;

beforeEach(async () => {
  account = await pitlane().account();
  offer = await account.offer();
});

/** Statuses that arrived at the receiver `callback`, once so many did. */
async function arrived(many: number): Promise<ConversionStatus[]> {
  await until(async () => (await account.received('callback')).length >= many);
  return (await account.received('callback')).map(({ json }) => (json as CallbackBody).conversion.status);
}

const walkThroughAll = async (): Promise<string> => {
  const { conversionId } = await account.convertNew(offer);
  for (const status of ['Pending', 'Rejected', 'Success']) await account.setStatus(conversionId, status);
  return conversionId;
};

describe('the callback configuration (K5.1)', () => {
  it('should show what was set, but of the secret only that there is one', async () => {
    const nothing = {
      url: null,
      sendPending: false,
      sendRejected: false,
      secretHeaderSet: false,
      callbackKeyCase: 'camel',
    };
    expect(await account.api.get('/account/callback')).toMatchObject(nothing);
    const url = 'https://receiver.example/callback?key=1';
    const answer = await account.api.put('/account/callback', {
      url,
      sendPending: true,
      secretHeader: 'X-Hook',
      secretValue: SECRET,
    });
    expect(answer).toMatchObject({ url, sendPending: true, sendRejected: false, secretHeaderSet: true });
    const shown = await account.api.call('GET', '/account/callback');
    expect(shown.body).toEqual(answer);
    expect(shown.text).not.toMatch(/X-Hook|tell-nobody/i);
  });

  it('should take 500 characters and refuse 501, naming the field, and keep the old URL', async () => {
    const longest = 'https://receiver.example/'.padEnd(500, 'x');
    await account.callback({ url: longest });
    const { status, fields } = await account.api.refused('PUT', '/account/callback', { url: `${longest}x` });
    expect({ status, fields }).toEqual({ status: 400, fields: ['url'] });
    expect(await account.api.get('/account/callback')).toMatchObject({ url: longest });
  });

  it.each([
    ['url', { url: 'ftp://receiver.example/' }],
    ['url', { url: 'receiver.example' }],
    ['url', { url: '' }],
    ['url', { url: 5 }],
    ['url', { url: 'https://user:password@receiver.example/' }],
    ['url', { url: 'https://receiver.example/a b' }],
    ['secretHeader', { url: 'https://receiver.example/', secretHeader: 'X-A\r\nX-B', secretValue: 'x' }],
    ['secretHeader', { url: 'https://receiver.example/', secretHeader: 'Content-Length', secretValue: '1' }],
    ['secretValue', { url: 'https://receiver.example/', secretHeader: 'X-A', secretValue: 'x\r\nX-B: 1' }],
    ['callbackKeyCase', { url: null, callbackKeyCase: 'snake' }],
    ['sendPending', { url: null, sendPending: 'yes' }],
    ['retry.profile', { url: null, retry: { profile: 'forever' } }],
    ['retry.waits', { url: null, retry: { waits: 'soon' } }],
    ['retry.waits.1', { url: null, retry: { waits: ['1s', 'later'] } }],
    ['retryCount', { url: null, retryCount: 3 }],
  ])('should refuse a wrong %s and change nothing (%#)', async (field, body) => {
    const before = await account.api.get('/account/callback');
    const { status, fields } = await account.api.refused('PUT', '/account/callback', body);
    expect({ status, fields }).toEqual({ status: 400, fields: [field] });
    expect(await account.api.get('/account/callback')).toEqual(before);
  });

  it('should send the secret header with every attempt, and show it nowhere (G10.13)', async () => {
    const url = await account.receiver('callback', { status: 503 }, { status: 200 });
    await account.callback({ url, secretHeader: 'X-Webhook-Secret', secretValue: SECRET, retry: { waits: ['1ms'] } });
    const { conversionId } = await account.convertNew(offer);
    const { id } = await account.awaited(`conversionId=${conversionId}&status=Sent`);
    const requests = await account.received('callback');
    expect(requests.map(({ headers }) => headers['x-webhook-secret'])).toEqual([SECRET, SECRET]);

    const { attempts } = await account.delivery(id);
    expect(attempts.map(({ request }) => request?.headers['x-webhook-secret'])).toEqual(['***', '***']);
    const paths = [
      '/account',
      '/account/callback',
      `/conversions/${conversionId}`,
      `/deliveries/${id}`,
      '/deliveries',
      '/request-logs',
      '/deliveries?format=csv',
    ];
    for (const path of paths) expect((await account.api.call('GET', path)).text).not.toContain(SECRET);
    expect(pitlane().output).not.toContain(SECRET);
  });

  it('should keep a secret that is left out, and drop one that is null', async () => {
    const url = await account.receiver('callback');
    await account.callback({ url, secretHeader: 'X-Hook', secretValue: SECRET });
    await account.callback({ url });
    await account.convertNew(offer);
    await arrived(1);
    await account.callback({ url, secretHeader: null });
    await account.convertNew(offer);
    await arrived(2);
    expect((await account.received('callback')).map(({ headers }) => headers['x-hook'] ?? null)).toEqual([
      SECRET,
      null,
    ]);
    expect(await account.api.get('/account/callback')).toMatchObject({ secretHeaderSet: false });
  });
});

describe('which statuses call back (K5.1)', () => {
  it.each([
    [{}, ['Success', 'Success']],
    [{ sendPending: true }, ['Success', 'Pending', 'Success']],
    [{ sendRejected: true }, ['Success', 'Rejected', 'Success']],
    [{ sendPending: true, sendRejected: true }, ['Success', 'Pending', 'Rejected', 'Success']],
  ])('should be with %j: %j, in this order, for one conversion (G10.31)', async (switches, statuses) => {
    await account.callback({ url: await account.receiver('callback'), ...switches });
    const conversionId = await walkThroughAll();
    expect(await arrived(statuses.length)).toEqual(statuses);
    const ids = (await account.received('callback')).map(({ json }) => (json as CallbackBody).conversion.conversionId);
    expect(new Set(ids)).toEqual(new Set([conversionId]));
    const skipped = await account.deliveries(`conversionId=${conversionId}&status=Skipped`);
    expect(skipped).toHaveLength(4 - statuses.length);
    for (const { reason, conversionStatus } of skipped) {
      expect(reason).toBe(`${conversionStatus} callbacks are switched off`);
    }
  });

  it('should leave skipped ones out of lists unless asked, and send one that is resent', async () => {
    const { conversionId } = await account.convertNew(offer);
    expect(await account.deliveries(`conversionId=${conversionId}`)).toEqual([]);
    const [skipped] = await account.deliveries(`conversionId=${conversionId}&includeSkipped=true`);
    expect(skipped).toMatchObject({
      kind: 'callback',
      status: 'Skipped',
      url: null,
      reason: 'No callback URL is configured',
    });
    expect(await account.api.refused('POST', `/deliveries/${skipped!.id}/resend`)).toMatchObject({ status: 409 });

    await account.callback({ url: await account.receiver('callback') });
    await account.api.post(`/deliveries/${skipped!.id}/resend`);
    expect(await arrived(1)).toEqual(['Success']);
    expect(await account.awaited(`conversionId=${conversionId}&status=Sent`)).toMatchObject({ id: skipped!.id });
  });

  it('should stop with url null', async () => {
    await account.callback({ url: await account.receiver('callback') });
    await account.callback({ url: null });
    const { conversionId } = await account.convertNew(offer);
    expect(await account.deliveries(`conversionId=${conversionId}&status=Skipped`)).toHaveLength(1);
    expect(await account.received('callback')).toEqual([]);
  });
});

describe('the order of callbacks (K5.1)', () => {
  it('should hold a later one of the same conversion back until the earlier one is Sent, and nobody else', async () => {
    const url = await account.receiver('callback', { status: 503 }, { status: 503 }, { status: 200 });
    await account.callback({ url, sendRejected: true });
    await account.freeze();
    const { conversionId } = await account.convertNew(offer);
    await account.setStatus(conversionId, 'Rejected');
    expect(await arrived(1)).toEqual(['Success']);
    await account.advance('119s');
    expect(await arrived(1)).toEqual(['Success']);
    // Another conversion takes the second 503, and waits for itself.
    await account.convertNew(offer);
    expect(await arrived(2)).toEqual(['Success', 'Success']);
    await account.advance('1s');
    expect((await arrived(4)).slice(2)).toEqual(['Success', 'Rejected']);
  });

  it('should let a later one go once the earlier one is Failed', async () => {
    await account.callback({
      url: await account.receiver('callback', { status: 404 }, { status: 200 }),
      sendRejected: true,
    });
    const { conversionId } = await account.convertNew(offer);
    await account.setStatus(conversionId, 'Rejected');
    expect(await arrived(2)).toEqual(['Success', 'Rejected']);
    const deliveries = await account.deliveries(`conversionId=${conversionId}&status=Failed,Sent`);
    expect(deliveries.map(({ status }) => status)).toEqual(['Failed', 'Sent']);
  });
});

describe('the body of a callback (G5.2)', () => {
  it.each(['camel', 'pascal'])(
    'should have its keys in %s case, the envelope always in camel case (G10.1)',
    async (callbackKeyCase) => {
      await account.callback({ url: await account.receiver('callback'), callbackKeyCase });
      await account.convertNew(offer);
      await until(async () => (await account.received('callback')).length === 1);
      const [{ json } = { json: null }] = await account.received('callback');
      const spelled = (name: string): string =>
        callbackKeyCase === 'camel' ? name : `${name[0]!.toUpperCase()}${name.slice(1)}`;
      expect(Object.keys(json as object)).toEqual(['id', 'sentAt', 'conversion']);
      expect(Object.keys((json as CallbackBody).conversion)).toEqual(CONVERSION_FIELDS.map(spelled));
      expect(await account.api.get('/account')).toMatchObject({ callbackKeyCase });
    },
  );

  it('should tell of a step of a MultiEvent offer by its event (G10.22)', async () => {
    await account.callback({ url: await account.receiver('callback') });
    const event = { eventId: 'level_5', name: 'Reach level 5', sequenceNumber: 2, revenue: 2.5, reward: 250 };
    const multi = await account.offer({ offerType: 'MultiEvent', events: [event] });
    await account.convertNew(multi, { cnv_event_id: 'level_5' });
    await arrived(1);
    const [{ json } = { json: null }] = await account.received('callback');
    expect((json as CallbackBody).conversion).toMatchObject({
      eventId: 'level_5',
      eventName: 'Reach level 5',
      offerEventId: multi.events[0]!.id,
      trackSysEventId: 'level_5',
      sequenceNumber: 2,
      revenue: 2.5,
      rewardPoints: 250,
    });
  });

  it('should be the state when the status changed, whatever is changed later', async () => {
    await account.freeze();
    await account.callback({ url: await account.receiver('callback', { status: 503 }, { status: 200 }) });
    await account.convertNew(await account.offer({ name: 'Before', revenue: 1 }));
    await arrived(1);
    const [before] = await account.api.list<Offer>('/offers?search=Before');
    await account.api.patch(`/offers/${before!.id}`, { name: 'After', revenue: 2 });
    await account.advance('2m');
    const bodies = (await account.received('callback')).map(({ json }) => (json as CallbackBody).conversion);
    expect(bodies.map(({ offerName, revenue }) => [offerName, revenue])).toEqual([
      ['Before', 1],
      ['Before', 1],
    ]);
  });
});
