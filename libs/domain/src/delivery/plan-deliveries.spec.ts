import { aCallback, anId, aPolicy, aPostback, aReport } from '@app/testing';
import fc from 'fast-check';
import { callbackConversion } from '../callback/callback-body';
import { CONVERSION_STATUSES } from '../conversion/conversion';
import { postbackValues } from '../postback/postback-template';
import { planCallback, planDeliveries, receiverOf } from './plan-deliveries';

const OFFER = anId();
const OTHER_OFFER = anId();
const EVENT = anId();
const OTHER_EVENT = anId();

const single = aReport({ offerId: OFFER, partnerId: anId(), partnerName: 'Partner One', pubClickId: 'abc' });
const ofEvent = { ...single, offerEventId: EVENT, eventId: 'level-5', eventName: 'Reach level 5' };

const forAll = aPostback();
const forOffer = aPostback({ offerId: OFFER });
const forOtherOffer = aPostback({ offerId: OTHER_OFFER });
const forSingle = aPostback({ scope: 'event', offerId: OFFER });
const forEvent = aPostback({ scope: 'event', offerId: OFFER, offerEventId: EVENT });
const forOtherEvent = aPostback({ scope: 'event', offerId: OFFER, offerEventId: OTHER_EVENT });
const forOtherSingle = aPostback({ scope: 'event', offerId: OTHER_OFFER });
const EVERY = [forAll, forOffer, forOtherOffer, forSingle, forEvent, forOtherEvent, forOtherSingle];

describe(planCallback.name, () => {
  it.each([
    ['Success', false, false, null],
    ['Pending', false, false, 'Pending callbacks are switched off'],
    ['Pending', true, false, null],
    ['Rejected', false, false, 'Rejected callbacks are switched off'],
    ['Rejected', true, false, 'Rejected callbacks are switched off'],
    ['Rejected', false, true, null],
  ] as const)(
    'should plan %s with sendPending %s and sendRejected %s: skipped because %j (K§5.1)',
    (status, sendPending, sendRejected, skipReason) => {
      const planned = planCallback(aReport({ status }), aCallback({ sendPending, sendRejected }));
      expect(planned).toMatchObject({ kind: 'callback', method: 'POST', postbackId: null, skipReason });
      expect(planned.target).toBe('https://tenant.example/callback');
    },
  );

  it.each(CONVERSION_STATUSES)('should keep what it would have sent of %s where no URL is configured', (status) => {
    const report = aReport({ status });
    const planned = planCallback(report, aCallback({ url: null, sendPending: true, sendRejected: true }));
    expect(planned).toMatchObject({ skipReason: 'No callback URL is configured', target: null });
    expect(planned.payload).toBe(callbackConversion(report, 'camel'));
  });

  it('should write the keys as the account wants them, and take its policy', () => {
    const policy = aPolicy({ profile: 'integr8', waitsMs: [] });
    const planned = planCallback(single, aCallback({ callbackKeyCase: 'pascal', policy }));
    expect(planned.payload).toBe(callbackConversion(single, 'pascal'));
    expect(planned.policy).toBe(policy);
  });
});

describe(planDeliveries.name, () => {
  const planned = (report: typeof single, postbacks = EVERY): (string | null)[] =>
    planDeliveries(report, { callback: aCallback(), postbacks }).map(({ postbackId }) => postbackId);

  it('should plan the callback alone without a postback', () => {
    expect(planned(single, [])).toEqual([null]);
  });

  it.each([
    ['a SingleEvent offer', single, [forAll, forOffer, forSingle]],
    ['an event', ofEvent, [forAll, forOffer, forEvent]],
    ['another offer', { ...single, offerId: anId() }, [forAll]],
  ])('should plan the postbacks that cover %s, event-level and global both (K§5.2)', (_, report, covering) => {
    expect(planned(report)).toEqual([null, ...covering.map(({ id }) => id)]);
  });

  it.each([
    [['Success'], 'Success', null],
    [['Success'], 'Pending', 'The postback does not fire on Pending'],
    [['Success'], 'Rejected', 'The postback does not fire on Rejected'],
    [['Rejected'], 'Success', 'The postback does not fire on Success'],
    [['Pending', 'Success', 'Rejected'], 'Rejected', null],
  ] as const)('should fire a postback for %j on %s: skipped because %j', (statuses, status, skipReason) => {
    const postbacks = [aPostback({ statuses })];
    const [, postback] = planDeliveries({ ...single, status }, { callback: aCallback(), postbacks });
    expect(postback).toMatchObject({ kind: 'postback', skipReason });
  });

  it('should skip a postback that is switched off', () => {
    const postbacks = [aPostback({ enabled: false })];
    const [, postback] = planDeliveries(single, { callback: aCallback(), postbacks });
    expect(postback?.skipReason).toBe('The postback is switched off');
  });

  it('should plan a repeat like any other conversion', () => {
    const repeat = { ...single, isRepeated: true, repeatOf: anId() };
    expect(planned(repeat)).toEqual(planned(single));
  });

  it('should give a postback its template, method, policy and the values of its macros', () => {
    const policy = aPolicy({ profile: 'reliable' });
    const one = aPostback({ url: 'https://p.example/{pub_click_id}', method: 'POST', policy });
    const [, postback] = planDeliveries(single, { callback: aCallback(), postbacks: [one] });
    expect(postback).toEqual({
      kind: 'postback',
      skipReason: null,
      target: 'https://p.example/{pub_click_id}',
      method: 'POST',
      policy,
      postbackId: one.id,
      payload: JSON.stringify(postbackValues(single)),
    });
  });

  it('should plan one callback first, and each covering postback once, whatever is configured (G10.29)', () => {
    const status = fc.constantFrom(...CONVERSION_STATUSES);
    fc.assert(
      fc.property(fc.subarray(EVERY), status, fc.boolean(), (postbacks, to, enabled) => {
        const all = planDeliveries(
          { ...ofEvent, status: to },
          { callback: aCallback(), postbacks: postbacks.map((postback) => ({ ...postback, enabled })) },
        );
        expect(all.map(({ kind }) => kind)).toEqual(['callback', ...all.slice(1).map(() => 'postback')]);
        expect(new Set(all.map(({ postbackId }) => postbackId)).size).toBe(all.length);
        expect(all.every(({ target, skipReason }) => target !== null || skipReason !== null)).toBe(true);
        if (!enabled || to !== 'Success') {
          expect(all.slice(1).every(({ skipReason }) => skipReason !== null)).toBe(true);
        }
      }),
    );
  });
});

describe(receiverOf.name, () => {
  it.each([
    ['https://tenant.example/callback', 'https://tenant.example:443'],
    ['http://tenant.example', 'http://tenant.example:80'],
    ['https://Tenant.Example:8443/a?b=c#d', 'https://tenant.example:8443'],
    ['https://p.example/{pub_sub_1}?c={pub_click_id}', 'https://p.example:443'],
    ['http://[::1]:9000/', 'http://[::1]:9000'],
    ['http://bücher.example/', 'http://xn--bcher-kva.example:80'],
  ])('should tell the receiver of %s: %s', (url, receiver) => {
    expect(receiverOf(url)).toBe(receiver);
  });
});
