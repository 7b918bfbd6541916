import type { OfferEvent } from '@app/domain';
import { Database } from '@app/store';
import {
  aConversionCall,
  Given,
  RETRIES,
  testDatabase,
  type ConversionInput,
  type GivenClick,
  type GivenOffer,
  type OfferInput,
} from '@app/testing';
import { Catalog } from '../../catalog';
import { DueSignal } from '../../due-signal';
import type { ConversionCall } from '../../gather-facts';
import type { ConversionResult } from '../../conversion-result';
import { RecordConversion } from '../../record-conversion';

const db = testDatabase(Database);
const given = new Given(db);
/** A Wednesday. */
const NOW = new Date('2024-03-13T12:00:00.000Z');
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let conversions: RecordConversion;
beforeAll(() => {
  conversions = new RecordConversion(db.database, new Catalog(db.database, RETRIES), new DueSignal(db.database));
});

const outcomeOf = async (call: ConversionCall): Promise<ConversionResult['outcome']> =>
  (await conversions.record(call)).outcome;

const ago = (ms: number): Date => new Date(NOW.getTime() - ms);

/** An offer of an account whose clock stands at NOW. */
const offerOf = async (input: OfferInput = {}): Promise<GivenOffer> =>
  given.offer({ account: await given.account({ frozenAt: NOW }), ...input });

let members = 0;
const memberOf = (offer: GivenOffer): Promise<GivenClick> =>
  given.click({ offer, pubMemberId: `m${++members}`, createdAt: NOW });

/** A conversion that another member made before. */
async function before(offer: GivenOffer, input: ConversionInput = {}): Promise<void> {
  await given.conversion({ click: await memberOf(offer), createdAt: NOW, ...input });
}

const rejected = (rejectionReason: string): object => ({ kind: 'recorded', status: 'Rejected', rejectionReason });
const ACCEPTED = { kind: 'recorded', status: 'Success', rejectionReason: null };

describe(`${RecordConversion.name}, within the limits of the offer`, () => {
  it('should record K§3.2 row 5 as Rejected: the address is not whitelisted (G10.17)', async () => {
    const offer = await offerOf({ ipWhitelist: ['203.0.113.0/24', '2001:db8::1'] });
    const call = aConversionCall(await memberOf(offer), { sourceIp: '198.51.100.1' });
    expect(await outcomeOf(call)).toMatchObject(rejected('IP address is not whitelisted'));
    for (const sourceIp of ['203.0.113.9', '2001:db8::1', '::ffff:203.0.113.9', null]) {
      expect(await outcomeOf(aConversionCall(await memberOf(offer), { sourceIp }))).toMatchObject(ACCEPTED);
    }
  });

  it('should judge a whitelisted call anew after one that was not', async () => {
    const click = await memberOf(await offerOf({ ipWhitelist: ['203.0.113.0/24'] }));
    await outcomeOf(aConversionCall(click, { sourceIp: '198.51.100.1' }));
    expect(await outcomeOf(aConversionCall(click))).toMatchObject(ACCEPTED);
    expect(await outcomeOf(aConversionCall(click, { sourceIp: '198.51.100.1' }))).toMatchObject({
      kind: 'recorded',
      status: 'Rejected',
    });
  });

  it('should record K§3.2 row 8 as Rejected: an earlier event of the sequence is missing (G10.18)', async () => {
    const events = [1, 2, 3].map((sequenceNumber) => ({ eventId: `step-${sequenceNumber}`, sequenceNumber }));
    const click = await memberOf(await offerOf({ events }));
    const complete = (step: number): Promise<ConversionResult['outcome']> =>
      outcomeOf(aConversionCall(click, { parameters: { cnv_event_id: `step-${step}` } }));
    expect(await complete(2)).toMatchObject(rejected('Event sequence is violated'));
    expect(await complete(1)).toMatchObject(ACCEPTED);
    expect(await complete(3)).toMatchObject(rejected('Event sequence is violated'));
    expect(await complete(2)).toMatchObject(ACCEPTED);
    expect(await complete(3)).toMatchObject(ACCEPTED);
    expect(await complete(2)).toMatchObject({ kind: 'already-completed' });
  });

  it('should not count what was rejected, or what another member completed, as an earlier event', async () => {
    const offer = await offerOf({
      events: [
        { eventId: 'a', sequenceNumber: 1 },
        { eventId: 'b', sequenceNumber: 2 },
      ],
    });
    const [click, other] = [await memberOf(offer), await memberOf(offer)];
    const offerEventId = offer.events[0]?.id ?? null;
    await given.conversion({ click, offerEventId, status: 'Rejected' });
    await given.conversion({ click: other, offerEventId });
    const call = aConversionCall(click, { parameters: { cnv_event_id: 'b' } });
    expect(await outcomeOf(call)).toMatchObject(rejected('Event sequence is violated'));
  });

  it.each([
    ['too early', 10 * MINUTE_MS - 1, rejected('Minimum time from previous event is not reached')],
    ['in time', 10 * MINUTE_MS, ACCEPTED],
  ])('should judge K§3.2 row 9 by the minutes since the event before: %s', async (_, sinceMs, expected) => {
    const events: Partial<OfferEvent>[] = [
      { eventId: 'a', sequenceNumber: 1 },
      { eventId: 'b', sequenceNumber: 2, minTimeFromPreviousEvent: 10 },
    ];
    const offer = await offerOf({ events });
    const click = await memberOf(offer);
    const at = ago(sinceMs);
    await given.conversion({ click, offerEventId: offer.events[0]?.id ?? null, createdAt: at, userCompletedAt: at });
    expect(await outcomeOf(aConversionCall(click, { parameters: { cnv_event_id: 'b' } }))).toMatchObject(expected);
  });

  it.each([
    ['late', 3 * DAY_MS + 1, rejected('Event deadline has passed')],
    ['in time', 3 * DAY_MS, ACCEPTED],
  ])('should judge K§3.2 row 10 by the days since the click: %s (G10.20)', async (_, sinceMs, expected) => {
    const offer = await offerOf({ events: [{ eventId: 'a', deadlineDays: 3 }] });
    const click = await given.click({ offer, createdAt: ago(sinceMs) });
    expect(await outcomeOf(aConversionCall(click, { parameters: { cnv_event_id: 'a' } }))).toMatchObject(expected);
  });

  it('should leave a completed event as it is when the deadline has passed since', async () => {
    const offer = await offerOf({ events: [{ eventId: 'a', deadlineDays: 3 }] });
    const click = await given.click({ offer, createdAt: ago(4 * DAY_MS) });
    await given.conversion({ click, offerEventId: offer.events[0]?.id ?? null });
    const outcome = await outcomeOf(aConversionCall(click, { parameters: { cnv_event_id: 'a' } }));
    expect(outcome).toMatchObject({ kind: 'already-completed' });
  });

  it('should record K§3.2 row 11 as Rejected, and a share of the amount where there is one', async () => {
    const offer = await offerOf({ conversionType: 'RevShare', revenueShare: '20', rewardShare: '12.5' });
    const click = await memberOf(offer);
    for (const amount of [undefined, 'ten', '-1', '1e3']) {
      const parameters = amount === undefined ? {} : { cnv_amount: amount };
      const outcome = await outcomeOf(aConversionCall(click, { parameters }));
      expect(outcome).toMatchObject(rejected('Conversion amount is missing'));
    }
    expect(await outcomeOf(aConversionCall(click, { parameters: { cnv_amount: '9.99' } }))).toMatchObject(ACCEPTED);
    const row = await db.row<{ revenue: string; reward: string }>(
      `SELECT revenue::text, reward::text FROM conversions WHERE click_id = $1 AND status = 'Success'`,
      [click.id],
    );
    expect([Number(row.revenue), Number(row.reward)]).toEqual([2, 1.25]);
  });

  it.each([
    ['dailyCap', '2024-03-13T00:00:00.000Z', '2024-03-12T23:59:59.999Z'],
    ['weeklyCap', '2024-03-11T00:00:00.000Z', '2024-03-10T23:59:59.999Z'],
    ['monthlyCap', '2024-03-01T00:00:00.000Z', '2024-02-29T23:59:59.999Z'],
    ['allTimeCap', '2020-01-01T00:00:00.000Z', null],
  ])('should record K§3.2 row 12 as Rejected once the %s is full', async (cap, inside, outside) => {
    const offer = await offerOf({ [cap]: 2 });
    if (outside !== null) await before(offer, { createdAt: new Date(outside) });
    await before(offer, { createdAt: new Date(inside), status: 'Pending' });
    expect(await outcomeOf(aConversionCall(await memberOf(offer)))).toMatchObject(ACCEPTED);
    const full = rejected('Conversion cap is reached');
    expect(await outcomeOf(aConversionCall(await memberOf(offer)))).toMatchObject(full);
  });

  it('should not count rejected conversions and repeats, nor those of other offers', async () => {
    const offer = await offerOf({ dailyCap: 1, allowRepetitions: true });
    await before(offer, { status: 'Rejected' });
    await before(await given.offer({ account: offer.account }));
    const click = await memberOf(offer);
    expect(await outcomeOf(aConversionCall(click))).toMatchObject(ACCEPTED);
    const repeat = await outcomeOf(aConversionCall(click));
    expect(repeat).toMatchObject(ACCEPTED);
    await db.rows(
      `UPDATE conversions SET status = 'Rejected', holds_completion = false WHERE click_id = $1 AND repeat_of IS NULL`,
      [click.id],
    );
    expect(await outcomeOf(aConversionCall(await memberOf(offer)))).toMatchObject(ACCEPTED);
  });

  it('should count each event of a MultiEvent offer for itself', async () => {
    const offer = await offerOf({ events: [{ eventId: 'a', dailyCap: 1 }, { eventId: 'b' }] });
    await before(offer, { offerEventId: offer.events[1]?.id ?? null });
    const complete = async (event: string): Promise<ConversionResult['outcome']> =>
      outcomeOf(aConversionCall(await memberOf(offer), { parameters: { cnv_event_id: event } }));
    expect(await complete('a')).toMatchObject(ACCEPTED);
    expect(await complete('a')).toMatchObject(rejected('Conversion cap is reached'));
    expect(await complete('b')).toMatchObject(ACCEPTED);
  });

  it.each([
    ['dailyBudget', '2024-03-13T00:00:00.000Z', '2024-03-12T23:59:59.999Z'],
    ['totalBudget', '2020-01-01T00:00:00.000Z', null],
  ])('should record K§3.2 row 12 as Rejected once the %s is spent, over all events', async (limit, inside, outside) => {
    const offer = await offerOf({
      [limit]: '10',
      events: [
        { eventId: 'a', revenue: '4' },
        { eventId: 'b', revenue: '4.01' },
      ],
    });
    const [a, b] = offer.events.map(({ id }) => id);
    if (outside !== null) await before(offer, { offerEventId: a ?? null, revenue: '9', createdAt: new Date(outside) });
    await before(offer, { offerEventId: b ?? null, revenue: '2', createdAt: new Date(inside) });
    const complete = async (event: string): Promise<ConversionResult['outcome']> =>
      outcomeOf(aConversionCall(await memberOf(offer), { parameters: { cnv_event_id: event } }));
    expect(await complete('a')).toMatchObject(ACCEPTED);
    expect(await complete('b')).toMatchObject(rejected('Budget is reached'));
    expect(await complete('a')).toMatchObject(ACCEPTED);
    expect(await complete('a')).toMatchObject(rejected('Budget is reached'));
  });

  it('should trace the rules up to the one that was not met', async () => {
    const offer = await offerOf({ dailyCap: 1 });
    await before(offer);
    const { trace } = await conversions.record(aConversionCall(await memberOf(offer)));
    expect(trace.at(-1)).toEqual({ row: 12, rule: 'cap has room', result: 'failed' });
    expect(trace.map(({ row }) => row)).toEqual([1, 1, 2, 3, 3, 4, 5, 6, 8, 9, 10, 11, 12]);
  });
});
