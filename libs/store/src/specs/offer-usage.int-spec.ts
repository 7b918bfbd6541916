import { NO_USAGE, periodsOf, type OfferUsage } from '@app/domain';
import { Given, testDatabase, type ConversionInput, type GivenConversion, type GivenOffer } from '@app/testing';
import { Database } from '../database';
import { takeUsage } from '../queries/history-queries';

const db = testDatabase(Database);
const given = new Given(db);
/** A Wednesday. */
const NOW = new Date('2024-03-13T12:00:00.000Z');

const usageOf = ({ id, events }: GivenOffer): Promise<OfferUsage> =>
  db.database.transaction((tx) => takeUsage(tx, { offerId: id, offerEventId: events[0]?.id ?? null }, periodsOf(NOW)));

let members = 0;

/** A conversion of a member of its own. */
async function convert(offer: GivenOffer, input: ConversionInput = {}): Promise<GivenConversion> {
  const click = await given.click({ offer, pubMemberId: `m${++members}` });
  return given.conversion({ click, createdAt: NOW, revenue: '2.5', ...input });
}

const setStatus = ({ id }: GivenConversion, status: string): Promise<unknown> =>
  db.rows(`UPDATE conversions SET status = $2, holds_completion = $2 <> 'Rejected' WHERE id = $1`, [id, status]);

/** All in one period, unless it says otherwise. */
const used = (count: number, revenue: string): OfferUsage => ({
  conversions: { day: count, week: count, month: count, ever: count },
  revenue: { day: revenue, ever: revenue },
});

describe(takeUsage.name, () => {
  it('should count what was recorded before anybody asked, and what comes after', async () => {
    const offer = await given.offer();
    await convert(offer);
    await convert(offer, { status: 'Pending' });
    await convert(offer, { status: 'Rejected' });
    expect(await usageOf(offer)).toEqual(used(2, '5'));
    await convert(offer);
    await convert(await given.offer({ account: offer.account }));
    expect(await usageOf(offer)).toEqual(used(3, '7.5'));
  });

  it('should follow each change of a status, and forget nothing that was removed', async () => {
    const offer = await given.offer();
    expect(await usageOf(offer)).toEqual(NO_USAGE);
    const [one, two] = [await convert(offer), await convert(offer)];
    await setStatus(one, 'Rejected');
    expect(await usageOf(offer)).toEqual(used(1, '2.5'));
    await setStatus(one, 'Pending');
    await setStatus(one, 'Success');
    expect(await usageOf(offer)).toEqual(used(2, '5'));
    await db.rows('DELETE FROM conversions WHERE id = $1', [two.id]);
    expect(await usageOf(offer)).toEqual(used(1, '2.5'));
  });

  it('should leave repeats out, whatever becomes of them', async () => {
    const offer = await given.offer({ allowRepetitions: true });
    const first = await convert(offer);
    expect(await usageOf(offer)).toEqual(used(1, '2.5'));
    const repeat = await convert(offer, { isRepeated: true, repeatOf: first.id });
    await db.rows(`UPDATE conversions SET status = 'Rejected' WHERE id = $1`, [repeat.id]);
    expect(await usageOf(offer)).toEqual(used(1, '2.5'));
  });

  it('should tell periods apart, in UTC, and events for themselves, revenue over all', async () => {
    const offer = await given.offer({ events: [{ eventId: 'a' }, { eventId: 'b' }] });
    const [a = null, b = null] = offer.events.map(({ id }) => id);
    for (const at of ['2024-03-13T00:00Z', '2024-03-12T23:59Z', '2024-03-10T23:59Z', '2024-02-29T23:59Z']) {
      await convert(offer, { offerEventId: a, createdAt: new Date(at) });
    }
    await convert(offer, { offerEventId: b });
    expect(await usageOf(offer)).toEqual({
      conversions: { day: 1, week: 2, month: 3, ever: 4 },
      revenue: { day: '5', ever: '12.5' },
    });
  });

  it('should miss nothing that is recorded or changed at the moment of the first count', async () => {
    for (let round = 0; round < 10; round++) {
      const offer = await given.offer();
      const before = await Promise.all([convert(offer), convert(offer), convert(offer)]);
      const changes = before.map((conversion) => setStatus(conversion, 'Rejected'));
      await Promise.all([...changes, usageOf(offer), ...[1, 2, 3, 4].map(() => convert(offer)), usageOf(offer)]);
      expect(await usageOf(offer)).toEqual(used(4, '10'));
    }
  });
});
