import { COSTS, OFFERS, OfferManager, PLAIN } from './offer-manager';

const manager = new OfferManager();

describe('reading offers (G7.8)', () => {
  it('should count what counts towards caps by UTC day, week and month, and ever', async () => {
    await manager.given.platformTime(manager.account, new Date('2026-11-19T12:00:00Z'));
    const offer = await manager.given.offer({ account: manager.account, events: [{ eventId: 'a' }, { eventId: 'b' }] });
    const [a, b] = offer.events;
    for (const [event, createdAt, status] of [
      [a!, '2026-11-19T00:00:00.000Z', 'Success'],
      [a!, '2026-11-18T23:59:59.999Z', 'Pending'],
      [a!, '2026-11-16T00:00:00.000Z', 'Success'],
      [b!, '2026-11-15T23:59:59.999Z', 'Success'],
      [b!, '2026-10-31T23:59:59.999Z', 'Success'],
      [b!, '2026-11-19T00:00:00.000Z', 'Rejected'],
    ] as const) {
      const click = await manager.given.click({ offer, pubMemberId: `${event.eventId} ${createdAt}` });
      await manager.given.conversion({ click, offerEventId: event.id, createdAt: new Date(createdAt), status });
    }
    const { body } = await manager.call('GET', `${OFFERS}/${offer.id}`);
    expect(body.data).toMatchObject({
      ...{ dailyCount: 1, weeklyCount: 3, monthlyCount: 4, allTimeCount: 5 },
      offerEvents: [
        { eventId: 'a', dailyCount: 1, weeklyCount: 3, monthlyCount: 3, allTimeCount: 3 },
        { eventId: 'b', dailyCount: 0, weeklyCount: 0, monthlyCount: 1, allTimeCount: 2 },
      ],
    });
    // As once the offer has met a limit, when its sums are kept.
    await manager.db.rows("SELECT FROM take_offer_usage($1, $1, '2026-11-19', '2026-11-16', '2026-11-01')", [offer.id]);
    expect((await manager.call('GET', `${OFFERS}/${offer.id}`)).body.data).toEqual(body.data);
  });

  it.each([
    ['source=CustomIntegration', ['custom']],
    ['filter.source=CustomIntegration,Wannads', ['wannads', 'custom']],
    ['filter.offer_source=GoKart', ['ours']],
    ['offer_source=GoKart&source=Wannads', ['ours']],
    ['tracking_system=AppsFlyer', ['custom']],
    ['filter.tracking_system=AppsFlyer,Singular', ['wannads', 'custom']],
    ['tracking_system=Impact', []],
    ['source=Wannads&tracking_system=AppsFlyer', []],
  ])('should narrow by %s to %j', async (query, names) => {
    const admin = manager.api.as(manager.account);
    const link = PLAIN.trackingSystemLink;
    await admin('POST', '/offers', { name: 'ours', link });
    const fields = { source: 'CustomIntegration', externalId: 'c-1', trackingSystem: 'AppsFlyer' };
    await admin('POST', '/offers', { name: 'custom', link, ...fields });
    await admin('POST', '/offers', { name: 'wannads', link, source: 'Wannads', trackingSystem: 'Singular' });
    const { body } = await manager.call<{ offers: { totalCount: number; items: { name: string }[] } }>(
      'GET',
      `${OFFERS}?${query}`,
    );
    const { offers } = body.data;
    expect([offers.totalCount, offers.items.map(({ name }) => name)]).toEqual([names.length, names]);
  });
});

describe('sources in the admin REST (G1.2)', () => {
  it('should take and show them, and change only what is said', async () => {
    const admin = manager.api.as(manager.account);
    const fields = { source: 'CustomIntegration', externalId: 'c-1', trackingSystem: 'Singular', ...COSTS };
    const { body } = await admin('POST', '/offers', { name: 'A', link: PLAIN.trackingSystemLink, ...fields });
    expect(body).toMatchObject({ ...fields, launchDate: body['createdAt'], expiryDate: null });
    const patched = await admin('PATCH', `/offers/${body.id}`, { shouldSendCostData: false });
    const { shouldSendCostData: _, ...gone } = COSTS;
    const nothing = Object.fromEntries(Object.keys(gone).map((name) => [name, null]));
    expect(patched.body).toMatchObject({ ...fields, shouldSendCostData: false, ...nothing });
  });

  it('should have an externalId once among the offers of a source that are not deleted', async () => {
    const admin = manager.api.as(manager.account);
    const offer = { name: 'A', link: PLAIN.trackingSystemLink, source: 'Wannads', externalId: 'x' };
    const { body } = await admin('POST', '/offers', offer);
    expect(await admin('POST', '/offers', offer)).toMatchObject({ status: 400, fields: ['externalId'] });
    const other = await admin('POST', '/offers', { ...offer, source: 'GoKart' });
    expect(other.status).toBe(201);
    expect(await admin('PATCH', `/offers/${other.body.id}`, { source: 'Wannads' })).toMatchObject({
      status: 400,
      fields: ['externalId'],
    });
    expect((await manager.api.as(await manager.given.account())('POST', '/offers', offer)).status).toBe(201);
    await admin('DELETE', `/offers/${body.id}`);
    expect((await admin('POST', '/offers', offer)).status).toBe(201);
  });
});
