import { until } from '@app/testing';
import type { Account } from '../support/account';
import type { CallbackBody, DeliveryDetails, LoggedCall, Offer, Partner, PartnerLink } from '../support/answers';
import { CONVERSION_FIELDS } from '../support/callback-fields';
import { request } from '../support/http';
import { testPitlane } from '../support/pitlane';

const LADDER_MINUTES = [2, 4, 8, 16, 32];
const MINUTE_MS = 60_000;

const pitlane = testPitlane();

interface Story {
  account: Account;
  offer: Offer;
  partner: Partner;
  link: PartnerLink;
}

/** An account with an offer, a partner with two postbacks, a callback with a secret, and receivers for all of them. */
async function setUp(): Promise<Story> {
  const account = await pitlane().account();
  const offer = await account.offer({ name: 'Boost & Card', revenue: 20, reward: 1500, payout: 12.5 });
  const partner = await account.partner();
  const link = await account.link(partner, offer);
  const event = await account.receiver('event');
  const global = await account.receiver('global');
  await account.postback(partner, {
    scope: 'event',
    offerId: offer.id,
    url: `${event}?click={pub_click_id}&sub={pub_sub_1}`,
  });
  await account.postback(partner, {
    scope: 'global',
    url: `${global}/{cnv_status}?offer={gk_offer_name}&payout={payout}&reason={cnv_rejection_reason}`,
    statuses: ['Success', 'Rejected'],
  });
  const callback = await account.receiver('callback');
  await account.callback({ url: callback, sendRejected: true, secretHeader: 'X-Api-Token', secretValue: 's3cret' });
  return { account, offer, partner, link };
}

const minutesAfter = (start: string, attempts: readonly { startedAt: string }[]): number[] =>
  attempts.map(({ startedAt }) => (Date.parse(startedAt) - Date.parse(start)) / MINUTE_MS);

describe('the walk', () => {
  it('should turn a click into a conversion, a callback and two partner postbacks', async () => {
    const { account, offer, partner, link } = await setUp();
    const click = await account.partnerClick(link, {
      pub_click_id: 'a/b&c',
      pub_member_id: 'lus',
      pub_sub_1: 'ümlaut 1',
    });
    expect(click.location).toBe(`https://advertiser.example/land?click=${click.clickId}`);
    expect(click.headers.get('cache-control')).toBe('no-store');

    const answer = await account.convert(click.clickId, { cnv_amount: '49.990', cnv_email: 'user@example.com' });
    expect(answer).toEqual({ conversionId: expect.any(String) as string, status: 'Success', rejectionReason: null });
    const { conversionId } = answer;
    await until(async () => (await account.deliveries(`conversionId=${conversionId}&status=Sent`)).length === 3);

    const [callback] = await account.received('callback');
    expect(callback).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-token': 's3cret' },
    });
    const { conversion, ...envelope } = JSON.parse(callback!.body) as CallbackBody;
    const [sent] = await account.deliveries(`conversionId=${conversionId}&kind=callback`);
    expect(Object.keys(JSON.parse(callback!.body) as object)).toEqual(['id', 'sentAt', 'conversion']);
    expect(envelope).toEqual({
      id: sent!.id,
      sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/) as string,
    });
    expect(Object.keys(conversion)).toEqual(CONVERSION_FIELDS);
    expect(conversion).toMatchObject({
      status: 'Success',
      rejectionReason: null,
      conversionId,
      clickId: click.clickId,
      offerId: offer.id,
      offerName: 'Boost & Card',
      offerEventId: null,
      revenue: 20,
      rewardPoints: 1500,
      pubMemberId: 'lus',
      pubClickId: 'a/b&c',
      pubSub1: 'ümlaut 1',
      pubSub2: null,
      trackSysConversionAmount: '49.990',
      trackSysConversionEmail: 'user@example.com',
      partnerId: partner.id,
      partnerName: partner.name,
      isRewardSent: true,
    });

    const [event] = await account.received('event');
    expect(event).toMatchObject({ method: 'GET', body: '', url: '?click=a%2Fb%26c&sub=%C3%BCmlaut%201' });
    const [global] = await account.received('global');
    expect(global).toMatchObject({ method: 'GET', url: '/Success?offer=Boost%20%26%20Card&payout=12.5&reason=' });
    expect(await account.conversion(conversionId)).toMatchObject({
      callbackSent: 'Yes',
      history: [{ from: null, to: 'Success', by: 'postback', reason: null }],
    });
  });

  it('should climb the retry ladder on the test clock, fail, and arrive under the same id when it is resent', async () => {
    const { account, offer } = await setUp();
    await account.receiver(
      'callback',
      ...LADDER_MINUTES.map(() => ({ status: 503 })),
      { status: 500 },
      { status: 503 },
      { status: 200 },
    );
    const { now } = await account.freeze();
    const { conversionId } = await account.convertNew(offer);
    const { id } = await account.awaited(`conversionId=${conversionId}&kind=callback`);
    const attempts = async (): Promise<DeliveryDetails['attempts']> => (await account.delivery(id)).attempts;
    await until(async () => (await account.delivery(id)).nextAttemptAt !== now);
    for (const [made, minutes] of LADDER_MINUTES.entries()) {
      expect(await account.delivery(id)).toMatchObject({ status: 'Pending' });
      expect(await account.advance(minutes * MINUTE_MS - 1)).toMatchObject({ attempted: 0 });
      expect(await account.advance(1)).toMatchObject({ attempted: 1 });
      expect(await attempts()).toHaveLength(made + 2);
    }
    expect(minutesAfter(now, await attempts())).toEqual([0, 2, 6, 14, 30, 62]);
    expect((await attempts()).map(({ trigger }) => trigger)).toEqual([
      'auto',
      'retry',
      'retry',
      'retry',
      'retry',
      'retry',
    ]);
    const failed = await account.delivery(id);
    expect(failed).toMatchObject({
      status: 'Failed',
      nextAttemptAt: null,
      reason: expect.stringContaining('500') as string,
    });
    expect(failed.advice).toMatch(/resend/);
    expect(await account.conversion(conversionId)).toMatchObject({ status: 'Success', callbackSent: 'No' });

    // A resend begins a schedule of its own.
    expect(await account.api.post(`/deliveries/${id}/resend`)).toEqual({ id, status: 'Pending' });
    // The first may go out before the clock is asked to move, so what the advance counts is one or two.
    await account.advance('2m');
    expect(await account.delivery(id)).toMatchObject({ id, status: 'Sent' });
    const last = (await attempts()).slice(-2);
    expect(minutesAfter(now, last)).toEqual([62, 64]);
    expect(last.map(({ trigger }) => trigger)).toEqual(['resend', expect.stringMatching(/resend|retry/) as string]);
    const bodies = (await account.received('callback')).map(({ json }) => json as CallbackBody);
    expect(new Set(bodies.map((body) => body.id))).toEqual(new Set([id]));
    expect(new Set(bodies.map(({ sentAt }) => sentAt)).size).toBe(7);
    expect(new Set(bodies.map(({ conversion }) => JSON.stringify(conversion))).size).toBe(1);
    expect(await account.conversion(conversionId)).toMatchObject({ callbackSent: 'Yes' });
  });

  it('should flip the conversion by a rejection, tell everybody, and log each call with its trace', async () => {
    const { account, offer, link } = await setUp();
    const { clickId } = await account.partnerClick(link, { pub_click_id: 'pc-1', pub_member_id: 'lus' });
    const { conversionId } = await account.convert(clickId);
    await until(async () => (await account.deliveries(`conversionId=${conversionId}&status=Sent`)).length === 3);

    const { rejectionPath } = await account.api.get<{ rejectionPath: string }>('/account');
    const rejected = await request(
      `${account.local(rejectionPath)}?new_rejected_reason=charge+back&transaction_id=${conversionId}`,
    );
    expect({ status: rejected.status, text: rejected.text }).toEqual({ status: 200, text: '{"status":"ok"}' });
    await until(async () => (await account.deliveries(`conversionId=${conversionId}&status=Sent`)).length === 5);

    const { status, rejectionReason, history } = await account.conversion(conversionId);
    expect({ status, rejectionReason }).toEqual({ status: 'Rejected', rejectionReason: 'charge back' });
    expect(history).toMatchObject([
      { from: null, to: 'Success', by: 'postback' },
      { from: 'Success', to: 'Rejected', by: 'rejection-endpoint', reason: 'charge back' },
    ]);
    const callbacks = (await account.received('callback')).map(({ json }) => (json as CallbackBody).conversion);
    expect(callbacks.map((body) => [body.conversionId, body.status])).toEqual([
      [conversionId, 'Success'],
      [conversionId, 'Rejected'],
    ]);
    expect((await account.received('global')).map(({ url }) => url)).toEqual([
      expect.stringContaining('/Success?') as string,
      '/Rejected?offer=Boost%20%26%20Card&payout=12.5&reason=charge%20back',
    ]);
    // The event-level postback fires on Success only; what it did not send is kept, with the reason.
    expect(await account.received('event')).toHaveLength(1);
    expect(await account.deliveries(`conversionId=${conversionId}&status=Skipped`)).toMatchObject([
      { kind: 'postback', conversionStatus: 'Rejected', reason: expect.stringContaining('Rejected') as string },
    ]);

    const [rejection, conversion] = await account.api.list<LoggedCall>('/request-logs');
    expect(rejection).toMatchObject({
      kind: 'rejection',
      method: 'GET',
      httpStatus: 200,
      result: 'rejected',
      conversionId,
    });
    expect(conversion).toMatchObject({
      kind: 'conversion',
      httpStatus: 200,
      result: 'recorded',
      clickId,
      offerId: offer.id,
      conversionId,
    });
    const passed = [1, 1, 2, 3, 3, 4, 5, 6, 8, 9, 10, 11, 12, 12].map((row) => [row, 'passed']);
    expect(conversion!.trace.map(({ row, result }) => [row, result])).toEqual([...passed, [14, 'applied']]);
    expect(conversion!.sourceIp).toBe('127.0.0.1');
    expect(await account.api.list('/clicks')).toMatchObject([{ id: clickId, pubMemberId: 'lus', pubClickId: 'pc-1' }]);
  });
});
