import { until } from '@app/testing';
import type { Account } from '../support/account';
import type { CallbackBody, DeliveryDetails, Offer, ReceiverRequest, Step } from '../support/answers';
import { testPitlane } from '../support/pitlane';

const pitlane = testPitlane({ DELIVERY_TIMEOUT: '700ms' });
let account: Account;
let offer: Offer;
let now = '';

beforeEach(async () => {
  account = await pitlane().account();
  offer = await account.offer();
  ({ now } = await account.freeze());
});

const faults = (asked: object): Promise<unknown> => account.api.put('/emulator/faults', asked);

/** A receiver that the account's callbacks go to. */
async function callbacksTo(...script: Step[]): Promise<string> {
  const url = await account.receiver('callback', ...script);
  await account.callback({ url });
  return url;
}

/** The one delivery of a new conversion. */
async function converted(): Promise<{ id: string; conversionId: string }> {
  const { conversionId } = await account.convertNew(offer);
  const [{ id } = { id: '' }] = await account.deliveries(`conversionId=${conversionId}`);
  return { id, conversionId };
}

const came = (count: number): Promise<ReceiverRequest[]> =>
  until(async () => {
    const requests = await account.received('callback');
    return requests.length >= count ? requests : undefined;
  });

const attemptsOf = ({ attempts }: DeliveryDetails): unknown[] =>
  attempts.map(({ trigger, error, response, faults: injected }) => [
    trigger,
    response?.status ?? error?.code,
    ...injected,
  ]);

const after = (instant: string | null): number => (Date.parse(instant ?? '') - Date.parse(now)) / 1_000;

describe('faults on what goes out (K7)', () => {
  it('should send a callback twice under one id, and tell so in its attempts and in the inbox', async () => {
    await callbacksTo();
    await faults({ duplicate: 1 });
    const { id, conversionId } = await converted();
    await account.awaited(`id=${id}&status=Sent`);
    const requests = await account.received('callback');
    expect(requests.map(({ json }) => (json as CallbackBody).id)).toEqual([id, id]);
    expect(requests).toMatchObject([
      { deliveryId: id, conversionId, attempt: 1 },
      { deliveryId: id, conversionId, attempt: 2 },
    ]);
    expect(attemptsOf(await account.delivery(id))).toEqual([
      ['auto', 200],
      ['fault', 200, 'duplicate'],
    ]);
    expect(await account.conversion(conversionId)).toMatchObject({ callbackSent: 'Yes' });
    expect(await account.api.get('/emulator/faults')).toMatchObject({ injected: { duplicate: 1 } });
  });

  it('should lose answers that the receiver gave, so that it sees the same callback again', async () => {
    await callbacksTo();
    await faults({ failNext: { times: 2, after: 'send' } });
    const { id } = await converted();
    await account.advance('10m');
    const delivery = await account.delivery(id);
    expect(attemptsOf(delivery)).toEqual([
      ['auto', 'FAULT_AFTER_SEND', 'fail'],
      ['retry', 'FAULT_AFTER_SEND', 'fail'],
      ['retry', 200],
    ]);
    expect(delivery.attempts.map(({ startedAt }) => after(startedAt))).toEqual([0, 120, 360]);
    expect((await account.received('callback')).map(({ json }) => (json as CallbackBody).id)).toEqual([id, id, id]);
    expect(delivery.attempts[0]).toMatchObject({
      error: { message: expect.stringContaining('injected fault') as string },
    });
  });

  it('should fail attempts that the receiver never sees, down to the end of the ladder', async () => {
    await callbacksTo();
    await faults({ failNext: 6 });
    const { id } = await converted();
    await account.advance('62m');
    expect(await account.delivery(id)).toMatchObject({ status: 'Failed' });
    expect(await account.received('callback')).toEqual([]);
    await account.api.post(`/deliveries/${id}/resend`);
    await account.awaited(`id=${id}&status=Sent`);
  });

  it('should be late by the clock of the account', async () => {
    await callbacksTo();
    await faults({ delay: '5m' });
    const { id } = await converted();
    expect(await account.advance('299s')).toMatchObject({ attempted: 0 });
    expect(await account.advance('1s')).toMatchObject({ attempted: 1 });
    const delivery = await account.delivery(id);
    expect([delivery.status, after(delivery.attempts[0]!.startedAt)]).toEqual(['Sent', 300]);
  });

  it('should let two callbacks change places, and never those of one conversion', async () => {
    await callbacksTo();
    await account.callback({ url: await account.receiver('callback'), sendRejected: true });
    await faults({ reorder: true });
    const first = await converted();
    await until(async () => {
      const { injected } = await account.api.get<{ injected: { reorder: number } }>('/emulator/faults');
      return injected.reorder === 1;
    });
    await account.setStatus(first.conversionId, 'Rejected');
    const second = await converted();
    await came(2);
    await account.advance('2s');
    const order = (await came(3)).map(({ json }) => (json as CallbackBody).conversion);
    expect(order.map(({ conversionId, status }) => [conversionId, status])).toEqual([
      [second.conversionId, 'Success'],
      [first.conversionId, 'Success'],
      [first.conversionId, 'Rejected'],
    ]);
  });

  it('should meet one receiver and leave the other alone', async () => {
    const url = await callbacksTo();
    const partner = await account.partner();
    const link = await account.link(partner, offer);
    const postbackUrl = `${await account.receiver('postback')}?k={gk_click_id}`;
    await account.postback(partner, { scope: 'global', url: postbackUrl });
    await faults({ failNext: 100, receiver: url });
    const { clickId } = await account.partnerClick(link, { pub_click_id: 'pc', pub_member_id: 'lus' });
    const { conversionId } = await account.convert(clickId);
    const sent = await account.awaited(`conversionId=${conversionId}&kind=postback&status=Sent`);
    await account.advance(1);
    expect(await account.received('callback')).toEqual([]);
    expect(await account.received('postback')).toMatchObject([{ deliveryId: sent.id, conversionId, attempt: 1 }]);
  });

  it('should end when they are taken back', async () => {
    await callbacksTo();
    await faults({ delay: '1h', duplicate: 1 });
    const { id } = await converted();
    expect(await account.advance(1)).toMatchObject({ attempted: 0 });
    await account.api.delete('/emulator/faults');
    await account.awaited(`id=${id}&status=Sent`);
    expect(attemptsOf(await account.delivery(id))).toEqual([['auto', 200, 'delay']]);
  });
});

const DRIPPING = { status: 200, body: 'x'.repeat(200), drip: { bytes: 1, every: '50ms' } };

describe('scripted receivers, as deliveries find them (K7)', () => {
  it.each<[string, Step, unknown]>([
    ['a redirect', { redirect: 'https://elsewhere.example/', status: 307 }, { status: 'Failed', response: 307 }],
    ['a body that drips on beyond the deadline', DRIPPING, { status: 'Sent', response: 200 }],
  ])('should be told from others: %s', async (_, step, told) => {
    await callbacksTo(step);
    const { id } = await converted();
    await account.advance(1);
    const { status, attempts } = await account.delivery(id);
    expect({ status, response: attempts[0]?.response?.status }).toEqual(told);
  });

  it('should be awaited by the conversion that their requests are about', async () => {
    await callbacksTo();
    const { id, conversionId } = await converted();
    const wait = `/emulator/receivers/callback/requests/wait?conversionId=${conversionId}&timeout=10s`;
    expect(await account.api.get(wait)).toMatchObject({ matched: true, items: [{ deliveryId: id, attempt: 1 }] });
  });
});
