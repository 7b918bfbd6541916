import { CustomSystem, DATA, EVENT, MULTI, newRequestId, offer, request } from './custom-system';

const system = new CustomSystem();

describe('offers that fail', () => {
  const without = (name: keyof typeof EVENT): object => {
    const { [name]: _, ...rest } = EVENT;
    return { ...MULTI, offerEvents: [rest] };
  };
  const event = (fields: object): object => ({ ...MULTI, offerEvents: [{ ...EVENT, ...fields }] });

  it.each<[unknown, string | null, string]>([
    [5, null, 'An offer is'],
    [null, null, 'An offer is'],
    [[offer('x')], null, 'An offer is'],
    [{}, null, 'externalId'],
    [{ offerData: DATA }, null, 'externalId'],
    [{ externalId: 7, offerData: DATA }, null, 'externalId'],
    [{ externalId: ' ', offerData: DATA }, null, 'externalId'],
    [{ externalId: 'x' }, 'x', 'offerData'],
    [{ externalId: 'x', offerData: [] }, 'x', 'offerData'],
    [{ externalId: 'x', offerData: 'text' }, 'x', 'offerData'],
    [offer('x', { name: null }), 'x', 'offerData.name'],
    [offer('x', { headline: undefined }), 'x', 'offerData.headline'],
    [offer('x', { trackingSystem: 'Other' }), 'x', 'offerData.trackingSystem'],
    [offer('x', { trackingSystemLink: 'ftp://x' }), 'x', 'offerData.trackingSystemLink'],
    [offer('x', { dailyCap: 0 }), 'x', 'offerData.dailyCap'],
    [offer('x', { monthyCap: 1 }), 'x', 'offerData.monthyCap'],
    [offer('x', { advertiserId: newRequestId() }), 'x', 'offerData.advertiserId'],
    [offer('x', { revenue: 99_999_999_999, useDefaultRatio: true }), 'x', 'offerData.reward'],
    [offer('x', { offerEvents: [EVENT] }), 'x', 'offerData.offerEvents'],
    [offer('x', { offerType: 'MultiEvent' }), 'x', 'offerData.offerEvents'],
    [offer('x', { ...MULTI, weeklyCap: 3 }), 'x', 'offerData.weeklyCap'],
    [offer('x', { ...MULTI, offerEvents: [EVENT, EVENT] }), 'x', 'offerData.offerEvents.1.eventId'],
    [offer('x', event({ eventId: null })), 'x', 'offerData.offerEvents.0.eventId'],
    [offer('x', event({ displayOrder: 0 })), 'x', 'offerData.offerEvents.0.displayOrder'],
    [offer('x', event({ reward: null })), 'x', 'offerData.offerEvents.0.reward'],
    [offer('x', event({ allTimeCap: 0 })), 'x', 'offerData.offerEvents.0.allTimeCap'],
    [offer('x', event({ monthyCap: 1 })), 'x', 'offerData.offerEvents.0.monthyCap'],
    ...Object.keys(EVENT).map((name): [object, string, string] => [
      offer('x', without(name as keyof typeof EVENT)),
      'x',
      `offerData.offerEvents.0.${name}`,
    ]),
  ])('should be told, %j by name, and spoil no other', async (bad, externalId, name) => {
    await system.api.as(system.account)('PATCH', '/account', { defaultRewardRatio: 100 });
    const { status, body } = await system.call(request('Synchronize', [offer('before'), bad, offer('after')]));
    expect(status).toBe(200);
    expect(body.data.failedOffers).toEqual([
      { externalId, messages: expect.arrayContaining([expect.stringMatching(new RegExp(`^${name}`))]) as string[] },
    ]);
    expect(body.data.createdOffers.map((result) => result.externalId)).toEqual(['before', 'after']);
    expect((await system.offersOf()).map(({ external_id: id }) => id)).toEqual(['after', 'before']);
  });

  it('should be the later ones of the same externalId, whatever became of the first', async () => {
    const twice = [offer('a'), offer('a', { name: 'Other' }), offer('b', { name: '' }), offer('b')];
    expect(await system.send('Synchronize', twice)).toEqual({ created: ['a'], failed: ['a', 'b', 'b'] });
    expect(await system.offersOf()).toMatchObject([{ external_id: 'a', name: 'Dragon' }]);
  });

  it('should leave out what it does not know', async () => {
    const sent = { ...offer('a', { color: 'red', status: 'Expired' }), more: [] };
    expect(await system.send('Synchronize', [sent])).toEqual({ created: ['a'] });
    expect(await system.statuses()).toEqual([['a', 'Active']]);
  });
});
