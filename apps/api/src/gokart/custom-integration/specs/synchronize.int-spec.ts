import { CustomSystem, DATA, EVENT, MULTI, UNCHANGED, newRequestId, offer, request } from './custom-system';

const system = new CustomSystem();

describe('Synchronize (G7.8)', () => {
  it('should create, tell of no change, and update', async () => {
    expect(await system.send('Synchronize', [offer('a'), { externalId: 'b', offerData: MULTI }])).toEqual({
      created: ['a', 'b'],
    });
    const before = await system.offersOf();
    const again = await system.call(request('Synchronize', [offer('a'), { externalId: 'b', offerData: MULTI }]));
    expect(again.body.data).toEqual({
      createdOffers: [],
      updatedOffers: [],
      notChangedOffers: ['a', 'b'].map((externalId) => ({ externalId, messages: [UNCHANGED] })),
      failedOffers: [],
    });
    const events = [{ ...EVENT, reward: 9 }, MULTI.offerEvents[1]!];
    const changed = { externalId: 'b', offerData: { ...MULTI, offerEvents: events } };
    expect(await system.send('Synchronize', [offer('a', { name: 'Dragon 2' }), changed])).toEqual({
      updated: ['a', 'b'],
    });
    expect(await system.offersOf()).toEqual([{ ...before[0], name: 'Dragon 2' }, before[1]]);
  });

  it('should keep what is sent, events by their eventId', async () => {
    await system.send('Synchronize', [{ externalId: 'b', offerData: MULTI }]);
    const shown = async (): Promise<{ id: string; events: { id: string; eventId: string }[] }> => {
      const [{ id } = { id: '' }] = await system.offersOf();
      return (await system.api.as(system.account)('GET', `/offers/${id}`)).body;
    };
    const before = await shown();
    const { useDefaultRatio: _, ...install } = EVENT;
    expect(before).toMatchObject({
      ...{ name: 'Dragon', link: DATA.trackingSystemLink, headline: 'Play it', source: 'CustomIntegration' },
      ...{ externalId: 'b', revenue: 2, status: 'Active', advertiserId: system.account.advertiserId },
      events: [install, { ...install, eventId: 'level', displayOrder: 2 }],
    });
    const events = [
      { ...EVENT, eventId: 'level' },
      { ...EVENT, displayOrder: 2, reward: 8 },
    ];
    await system.send('Synchronize', [{ externalId: 'b', offerData: { ...MULTI, offerEvents: events } }]);
    expect((await shown()).events).toMatchObject([
      { id: before.events[1]!.id },
      { id: before.events[0]!.id, reward: 8 },
    ]);
  });

  it('should set back to its default what is not sent any more', async () => {
    await system.send('Synchronize', [offer('a', { isFeatured: true, dailyCap: 3 })]);
    expect(await system.send('Synchronize', [offer('a', { dailyCap: 3 })])).toEqual({ updated: ['a'] });
    const [{ id } = { id: '' }] = await system.offersOf();
    expect((await system.api.as(system.account)('GET', `/offers/${id}`)).body).toMatchObject({
      isFeatured: false,
      dailyCap: 3,
    });
  });

  it('should pause what is not sent, and let it go on once it is sent again', async () => {
    await system.send('Synchronize', [offer('a'), offer('b')]);
    expect(await system.send('Synchronize', [offer('b')])).toEqual({ notChanged: ['b'] });
    expect(await system.statuses()).toEqual([
      ['a', 'Pending'],
      ['b', 'Active'],
    ]);
    expect(await system.send('Synchronize', [offer('a'), offer('b')])).toEqual({ updated: ['a'], notChanged: ['b'] });
    expect(await system.statuses()).toEqual([
      ['a', 'Active'],
      ['b', 'Active'],
    ]);
  });

  it('should leave paused what a person paused, before or since', async () => {
    await system.send('Synchronize', [offer('a'), offer('b'), offer('c')]);
    const [a, b] = await system.offersOf();
    await system.api.as(system.account)('POST', `/offers/${a!.id}/pause`);
    await system.send('Synchronize', [offer('c')]);
    await system.api.as(system.account)('POST', `/offers/${b!.id}/pause`);
    await system.send('Synchronize', [offer('a', { name: 'New' }), offer('b', { name: 'New' }), offer('c')]);
    expect(await system.statuses()).toEqual([
      ['a', 'Pending'],
      ['b', 'Pending'],
      ['c', 'Active'],
    ]);
  });

  it('should not pause what is sent and fails', async () => {
    await system.send('Synchronize', [offer('a'), offer('b')]);
    const failing = [offer('a', { name: '' }), offer('b', { advertiserId: newRequestId() })];
    expect(await system.send('Synchronize', failing)).toEqual({ failed: ['a', 'b'] });
    expect(await system.statuses()).toEqual([
      ['a', 'Active'],
      ['b', 'Active'],
    ]);
  });

  it('should leave alone what comes from elsewhere, and from other accounts', async () => {
    const admin = system.api.as(system.account);
    const elsewhere = { name: 'Own', link: DATA.trackingSystemLink, externalId: 'a' };
    await admin('POST', '/offers', elsewhere);
    await admin('POST', '/offers', { ...elsewhere, source: 'Wannads' });
    const before = await system.offersOf();
    const stranger = await system.given.account();
    await system.send('Synchronize', [offer('a'), offer('z')], stranger);
    expect(await system.send('Synchronize', [offer('b')])).toEqual({ created: ['b'] });
    expect(await system.send('Synchronize', [offer('a')])).toEqual({ created: ['a'] });
    const after = await system.offersOf();
    expect(after.filter(({ source }) => source !== 'CustomIntegration')).toEqual(before);
    expect((await system.offersOf(stranger)).map(({ status }) => status)).toEqual(['Active', 'Active']);
  });

  it('should tell of no change, too, where the link is completed for its tracking system', async () => {
    const sent = offer('a', { trackingSystem: 'TUNE', trackingSystemLink: 'https://go2cloud.org/aff' });
    expect(await system.send('Synchronize', [sent])).toEqual({ created: ['a'] });
    expect(await system.send('Synchronize', [sent])).toEqual({ notChanged: ['a'] });
  });

  it('should make an offer anew that was deleted', async () => {
    await system.send('Synchronize', [offer('a')]);
    const [{ id } = { id: '' }] = await system.offersOf();
    await system.api.as(system.account)('DELETE', `/offers/${id}`);
    expect(await system.send('Synchronize', [offer('a')])).toEqual({ created: ['a'] });
  });

  it('should take rewards by the default ratio of the account', async () => {
    await system.api.as(system.account)('PATCH', '/account', { defaultRewardRatio: 100 });
    const offerEvents = [{ ...EVENT, useDefaultRatio: true }];
    const sent = [offer('a', { useDefaultRatio: true }), { externalId: 'b', offerData: { ...MULTI, offerEvents } }];
    expect(await system.send('Synchronize', sent)).toEqual({ created: ['a', 'b'] });
    expect(await system.send('Synchronize', sent)).toEqual({ notChanged: ['a', 'b'] });
    expect(
      await system.db.rows('SELECT reward::float8 FROM offers WHERE account_id = $1 AND external_id = $2', [
        system.account.id,
        'a',
      ]),
    ).toEqual([{ reward: 200 }]);
    expect(
      await system.db.rows('SELECT reward::float8 FROM offer_events WHERE account_id = $1', [system.account.id]),
    ).toEqual([{ reward: 150 }]);
  });
});

describe('Insert (G7.8)', () => {
  it('should create and nothing else: one that is there is not changed, or fails where it would be', async () => {
    await system.send('Synchronize', [offer('a'), offer('b'), offer('gone')]);
    await system.send('Synchronize', [offer('a'), offer('b')]);
    const { body } = await system.call(
      request('Insert', [offer('a'), offer('b', { name: 'Other' }), offer('c'), offer('gone')]),
    );
    expect(body.data).toEqual({
      createdOffers: [{ externalId: 'c', messages: [] }],
      updatedOffers: [],
      notChangedOffers: ['a', 'gone'].map((externalId) => ({ externalId, messages: [UNCHANGED] })),
      failedOffers: [{ externalId: 'b', messages: [expect.stringMatching(/^externalId: /)] }],
    });
    expect(await system.statuses()).toEqual([
      ['a', 'Active'],
      ['b', 'Active'],
      ['c', 'Active'],
      ['gone', 'Pending'],
    ]);
    expect(await system.send('Insert', [offer('d')])).toEqual({ created: ['d'] });
    expect(await system.statuses()).toContainEqual(['c', 'Active']);
  });
});
