import { COSTS, MULTI, NOBODY, OFFERS, OfferManager, PLAIN } from './offer-manager';

const manager = new OfferManager();

describe('POST offers (G7.8)', () => {
  it('should make an offer with its defaults, and answer it as it is shown', async () => {
    const made = await manager.create();
    expect(made).toMatchObject({
      ...PLAIN,
      status: 'Active',
      offerSource: 'GoKart',
      externalId: null,
      offerType: 'SingleEvent',
      conversionType: 'FlatRate',
      revenue: 0,
      reward: 0,
      dailyCap: null,
      expiryDate: null,
      shouldSendCostData: false,
      costModel: null,
      advertiserId: manager.account.advertiserId,
      categoryId: manager.account.categoryId,
      offerEvents: [],
      dailyCount: 0,
      allTimeCount: 0,
    });
    expect(made['launchDate']).toBe(made['createdAt']);
    expect((await manager.call('GET', `${OFFERS}/${made.id}`)).body.data).toEqual(made);
  });

  it('should keep all that is said', async () => {
    const said = {
      ...MULTI,
      ...COSTS,
      shortDescription: 'Short',
      isFeatured: true,
      revenue: 2.5,
      payout: 0.25,
      pendingTime: 3,
      launchDate: '2030-01-01T00:00:00.000Z',
      expiryDate: '2030-02-01T00:00:00.000Z',
      targeting: { devices: ['IOS'] },
      ipWhitelist: ['203.0.113.0/24'],
      offerEvents: [
        { eventId: 'level 5', name: 'Level', displayOrder: 1, sequenceNumber: 2, revenue: 1.5, dailyCap: 9 },
      ],
    };
    expect(await manager.create(said)).toMatchObject(said);
  });

  it.each([
    [{ trackingSystemLink: undefined }, ['trackingSystemLink']],
    [{ trackingSystemLink: 'nowhere' }, ['trackingSystemLink']],
    [{ trackingSystem: undefined }, ['trackingSystem']],
    [{ trackingSystem: null }, ['trackingSystem']],
    [{ trackingSystem: 'Appsflyer' }, ['trackingSystem']],
    [{ name: ' ', headline: null }, ['name', 'headline']],
    [{ name: undefined }, ['name']],
    [{ headline: ' ' }, ['headline']],
    [{ offerType: 'Both' }, ['offerType']],
    [{ dailyCap: 0 }, ['dailyCap']],
    [{ dailyCap: 1.5, weeklyCap: '7' }, ['dailyCap', 'weeklyCap']],
    [{ revenue: -1 }, ['revenue']],
    [{ launchDate: 'soon' }, ['launchDate']],
    [{ launchDate: '2030-02-01', expiryDate: '2030-01-01' }, ['expiryDate']],
    [{ shouldSendCostData: true }, ['costModel', 'appName', 'storeId', 'advertiserCampaignName']],
    [{ ...COSTS, costModel: 'CPM' }, ['costModel']],
    [{ advertiserId: NOBODY }, ['advertiserId']],
    [{ categoryId: NOBODY }, ['categoryId']],
    [{ offerType: 'MultiEvent' }, ['offerEvents']],
    [{ offerEvents: [{ eventId: 'a' }] }, ['offerEvents']],
    [{ ...MULTI, weeklyCap: 3 }, ['weeklyCap']],
    [{ ...MULTI, offerEvents: [{ eventId: 'a' }, { eventId: 'a' }] }, ['offerEvents.1.eventId']],
    [{ ...MULTI, offerEvents: [{ name: 'a' }] }, ['offerEvents.0.eventId']],
    [{ ...MULTI, offerEvents: [{ eventId: 'a', allTimeCap: 0 }] }, ['offerEvents.0.allTimeCap']],
    [{ monthyCap: 5 }, ['monthyCap']],
    [{ dailycap: 5 }, ['dailycap']],
    [{ ...MULTI, offerEvents: [{ eventId: 'a', lifetimeCap: 1 }] }, ['offerEvents.0.lifetimeCap']],
    [{ headline: 'NUL \0' }, ['headline']],
  ])('should refuse %j in the envelope, naming %j, and make nothing', async (fields, names) => {
    const { status, body, names: found } = await manager.call('POST', OFFERS, { ...PLAIN, ...fields });
    expect({ status, body }).toMatchObject({ status: 400, body: { isSuccessful: false, responseType: 'BadRequest' } });
    expect(found).toEqual(names);
    expect(await manager.offersOf()).toEqual([]);
  });

  it('should leave out what it does not know', async () => {
    const made = await manager.create({
      status: 'Expired',
      offerSource: 'Wannads',
      externalId: 'x',
      color: { deep: ['red'] },
    });
    expect(made).toMatchObject({ status: 'Active', offerSource: 'GoKart', externalId: null });
    expect(made).not.toHaveProperty('color');
  });

  it('should append to the link what its tracking system needs (G2.3)', async () => {
    const link = 'https://app.appsflyer.com/id42';
    const fields = { ...COSTS, trackingSystem: 'AppsFlyer', trackingSystemLink: link };
    const { trackingSystemLink: mapped, id } = await manager.create(fields);
    expect(mapped).toBe(`${link}?clickid={gk_click_id}&af_c_id={gk_offer_id}&c={gk_offer_name}`);
    const patched = await manager.api.as(manager.account)('PATCH', `/offers/${id}`, { link });
    expect(patched.body).toMatchObject({
      link: mapped,
      warnings: expect.arrayContaining([expect.stringMatching(/^clickid=/)]) as string[],
    });
  });

  it('should keep no cost data without its gate', async () => {
    expect(await manager.create({ ...COSTS, shouldSendCostData: false })).toMatchObject({
      costModel: null,
      storeId: null,
    });
  });

  it('should take rewards by the default ratio of the account', async () => {
    await manager.api.as(manager.account)('PATCH', '/account', { defaultRewardRatio: 12.5 });
    expect(await manager.create({ revenue: 1.5, reward: 7, useDefaultRatio: true })).toMatchObject({ reward: 18.75 });
    expect(await manager.create({ revenue: 1.5, reward: 7, useDefaultRatio: false })).toMatchObject({ reward: 7 });
    const events = [
      { eventId: 'a', revenue: 2, useDefaultRatio: true },
      { eventId: 'b', revenue: 2, reward: 3 },
    ];
    const { offerEvents } = await manager.create({ ...MULTI, offerEvents: events });
    expect(offerEvents.map(({ reward }) => reward)).toEqual([25, 3]);
    const { status, body } = await manager.call('POST', OFFERS, {
      ...PLAIN,
      revenue: 99_999_999_999,
      useDefaultRatio: true,
    });
    expect([status, body.messages[1]]).toEqual([400, expect.stringMatching(/^reward: /)]);
  });
});
