import type { EnvelopeAnswer } from '@app/testing';
import { COSTS, MULTI, NOBODY, OFFERS, OfferManager, PLAIN, type Shown } from './offer-manager';

const manager = new OfferManager();

describe('PUT offers (G7.8)', () => {
  const put = (id: string, body: object, of = manager.account): Promise<EnvelopeAnswer<Shown>> =>
    manager.call('PUT', `${OFFERS}/${id}`, { id, advertiserId: manager.account.advertiserId, ...PLAIN, ...body }, of);

  it('should set what is said and everything else back to its default', async () => {
    const made = await manager.create({
      ...COSTS,
      revenue: 5,
      dailyCap: 3,
      isFeatured: true,
      targeting: { devices: ['IOS'] },
    });
    const { status, body } = await put(made.id.toUpperCase(), { name: 'Dragon 2', weeklyCap: 8 });
    expect(status).toBe(200);
    const fresh = await manager.create({ name: 'Dragon 2', weeklyCap: 8 });
    const own = ['id', 'createdAt', 'launchDate', 'redirectLink'] as const;
    expect(body.data).toEqual({ ...fresh, ...Object.fromEntries(own.map((name) => [name, made[name]])) });
  });

  it('should take back what was shown, and change nothing', async () => {
    const made = await manager.create({
      ...MULTI,
      ...COSTS,
      expiryDate: '2090-01-01T00:00:00.000Z',
      shortDescription: 'Short',
    });
    expect((await put(made.id, made)).body.data).toEqual(made);
  });

  it('should keep the ids of events by their eventId, and their other fields only where they are said', async () => {
    const { id, offerEvents } = await manager.create({
      ...MULTI,
      offerEvents: [{ eventId: 'install', name: 'Install it', revenue: 4, displayOrder: 7 }, { eventId: 'level' }],
    });
    const { body } = await put(id, { ...MULTI, offerEvents: [{ eventId: 'end' }, { eventId: 'install' }] });
    expect(body.data.offerEvents).toMatchObject([
      { eventId: 'end', displayOrder: 1 },
      { eventId: 'install', name: 'install', revenue: 0, displayOrder: 2 },
    ]);
    const installId = offerEvents.find(({ eventId }) => eventId === 'install')!.id;
    expect(body.data.offerEvents[1]!.id).toBe(installId);
  });

  it('should leave the status, the clicks and the conversions', async () => {
    const offer = await manager.given.offer({ account: manager.account, status: 'Pending', revenue: '1' });
    const { id } = await manager.given.conversion({ click: await manager.given.click({ offer }) });
    const before = await manager.db.row('SELECT * FROM conversions WHERE id = $1', [id]);
    expect((await put(offer.id, { status: 'Active', revenue: 9 })).body.data).toMatchObject({
      status: 'Pending',
      revenue: 9,
      allTimeCount: 1,
    });
    expect(await manager.db.row('SELECT * FROM conversions WHERE id = $1', [id])).toEqual(before);
  });

  it('should be Expired with an expiry that has passed, and Active again with one ahead', async () => {
    await manager.given.platformTime(manager.account, new Date('2030-01-01T00:00:00Z'));
    const made = await manager.create({ expiryDate: '2030-01-01T00:00:00Z', launchDate: '2029-01-01' });
    expect(made).toMatchObject({ status: 'Expired', expiryDate: '2030-01-01T00:00:00.000Z' });
    expect((await put(made.id, { headline: 'Still' })).body.data).toMatchObject({ status: 'Active', expiryDate: null });
    expect((await put(made.id, { expiryDate: '2029-12-31' })).body.data).toMatchObject({ status: 'Expired' });
    expect((await put(made.id, { expiryDate: '2030-01-02' })).body.data).toMatchObject({ status: 'Active' });
  });

  it.each([
    [{ id: undefined }, 'id'],
    [{ id: NOBODY }, 'id'],
    [{ advertiserId: undefined }, 'advertiserId'],
    [{ advertiserId: null }, 'advertiserId'],
    [{ advertiserId: NOBODY }, 'advertiserId'],
    [{ headline: undefined }, 'headline'],
    [{ ...MULTI, dailyCap: 1 }, 'dailyCap'],
    [{ ...MULTI, dailyCap: 1, id: undefined }, 'id'],
    [{ montlyCap: 1 }, 'montlyCap'],
  ])('should refuse %j by %s, and leave the offer as it is', async (body, field) => {
    const made = await manager.create({ revenue: 5 });
    const answer = await put(made.id, body);
    expect(answer).toMatchObject({ status: 400, body: { isSuccessful: false } });
    expect(answer.body.messages[1]).toMatch(new RegExp(`^${field}: `));
    expect((await manager.call('GET', `${OFFERS}/${made.id}`)).body.data).toEqual(made);
  });

  it("should find no other account's offer, and take no other account's advertiser", async () => {
    const made = await manager.create();
    const stranger = await manager.given.account();
    expect((await put(made.id, { advertiserId: stranger.advertiserId }, stranger)).status).toBe(404);
    expect((await put(made.id, { advertiserId: stranger.advertiserId })).status).toBe(400);
    expect((await manager.call('GET', `${OFFERS}/${made.id}`)).body.data).toEqual(made);
  });

  it.each([[NOBODY], ['x']])('should be 404 for %s', async (id) => {
    expect((await manager.call('PUT', `${OFFERS}/${id}`, { ...PLAIN, id: NOBODY, advertiserId: NOBODY })).status).toBe(
      404,
    );
  });
});
