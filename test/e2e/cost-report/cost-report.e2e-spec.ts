import { clientOf, type ManagementClient } from '../management/management-client';
import type { Account } from '../support/account';
import type { Offer } from '../support/answers';
import { request } from '../support/http';
import { testPitlane } from '../support/pitlane';

const PATH = '/integrations/cost-report/singular/json';
const DAY = '2999-01-01';
const NEXT = '2999-01-02';
const BOTH = `${PATH}?date_from=${DAY}&date_to=${NEXT}`;
const COST_DATA = {
  shouldSendCostData: true,
  costModel: 'CPI',
  appName: 'Coin Game',
  storeId: 'com.example.coins',
  advertiserCampaignName: 'AOS_TEST_2999',
};

const pitlane = testPitlane();
let account: Account;
let client: ManagementClient;

beforeEach(async () => {
  account = await pitlane().account();
  client = await clientOf(account, 'advertiser');
  await account.api.post('/emulator/clock/freeze', { at: `${DAY}T23:59:59.999Z` });
});

const anOffer = (fields: object = {}): Promise<Offer> =>
  account.offer({ name: 'Coins', revenue: 2.25, ...COST_DATA, ...fields });

const lines = (path = BOTH): Promise<Record<string, unknown>[]> => client.data(path);

describe('keys (G7.4)', () => {
  it('should need a key of scope advertiser: 401 and 403 in the envelope', async () => {
    const partner = await account.partner();
    const { status, json } = await request(`${account.url}/api/v1${BOTH}`);
    expect({ status, json }).toMatchObject({ status: 401, json: { responseType: 'Unauthorized' } });
    for (const other of [await clientOf(account, 'management'), await clientOf(account, 'partner', partner.id)]) {
      expect(await other.call('GET', BOTH)).toMatchObject({ status: 403, body: { responseType: 'Forbidden' } });
    }
    expect(await (await clientOf(account, 'admin')).data(BOTH)).toEqual([]);
  });

  it("should show nothing of another account's", async () => {
    await account.click(await anOffer());
    const stranger = await clientOf(await pitlane().account(), 'advertiser');
    expect(await stranger.data(BOTH)).toEqual([]);
    expect(await lines()).toHaveLength(1);
  });
});

describe('the cost report for Singular (G7.8)', () => {
  it('should have a line for each UTC day, offer and source of clicks', async () => {
    const offer = await anOffer({ targeting: { devices: ['Android'] } });
    const partner = await account.partner();
    const link = await account.link(partner, offer);
    const { clickId: own } = await account.click(offer);
    await account.click(offer);
    const { clickId: brought } = await account.partnerClick(link, { pub_click_id: 'c', pub_member_id: 'm' });
    await account.convert(own);
    await account.advance('1ms');
    await account.convert(brought);
    await account.click(offer);

    const { id: accountId } = await account.api.get<{ id: string }>('/account');
    const of = {
      campaign_id: offer.id,
      offerName: 'Coins',
      campaignName: 'AOS_TEST_2999',
      app: 'Coin Game',
      store_id: 'com.example.coins',
      os: 'Android',
    };
    const all = [
      { ...of, date: DAY, partner_id: accountId, clicks: 2, cost: 2.25 },
      { ...of, date: DAY, partner_id: partner.id, clicks: 1, cost: 0 },
      { ...of, date: NEXT, partner_id: accountId, clicks: 1, cost: 0 },
      { ...of, date: NEXT, partner_id: partner.id, clicks: 0, cost: 2.25 },
    ];
    expect(await lines()).toEqual(all);
    expect(await lines(`${PATH}?date_from=${DAY}&date_to=${DAY}T12:00:00Z`)).toEqual(all.slice(0, 2));
    expect(await lines(`${PATH}?date_from=${NEXT}T23:00:00Z&date_to=2999-12-31`)).toEqual(all.slice(2));
  });

  it('should have the offers that send cost data alone, also once they are deleted', async () => {
    const offer = await anOffer();
    const silent = await account.offer({ name: 'Silent', revenue: 3 });
    const viewed = await anOffer({ name: 'Only looked at' });
    await account.convertNew(offer);
    await account.convertNew(silent);
    await request(`${account.url}/api/v1/offer-wall/offer-details?offerId=${viewed.id}&pub_member_id=m`);
    await account.api.delete(`/offers/${offer.id}`);
    expect(await lines()).toMatchObject([{ campaign_id: offer.id, os: null, clicks: 1, cost: 2.25 }]);
  });

  it('should cost what is Success, of every step', async () => {
    const offer = await anOffer({
      offerType: 'MultiEvent',
      events: ['install', 'level', 'shop'].map((eventId, index) => ({ eventId, name: eventId, revenue: index + 0.5 })),
    });
    const { clickId } = await account.click(offer);
    await account.convert(clickId, { cnv_event_id: 'install' });
    await account.convert(clickId, { cnv_event_id: 'level' });
    const { conversionId } = await account.convert(clickId, { cnv_event_id: 'shop' });
    expect(await lines()).toMatchObject([{ clicks: 1, cost: 4.5 }]);
    for (const [status, cost] of [
      ['Rejected', 2],
      ['Pending', 2],
      ['Success', 4.5],
    ] as const) {
      await account.api.patch(`/conversions/${conversionId}`, { status });
      expect(await lines()).toMatchObject([{ clicks: 1, cost }]);
    }
  });

  it.each([
    ['', 'date_from'],
    ['date_from=2999-01-01', 'date_to'],
    ['date_to=2999-01-01', 'date_from'],
    ['date_from=&date_to=2999-01-01', 'date_from'],
    ['date_from=2999-02-30&date_to=2999-03-01', 'date_from'],
    ['date_from=yesterday&date_to=2999-01-01', 'date_from'],
    ['date_from=2999-01-01&date_to=01/02/2999', 'date_to'],
    ['date_from=2999-01-02&date_to=2999-01-01', 'date_to'],
    ['date_from=2998-01-01&date_to=2999-01-03', 'date_to'],
    ['date_from=2999-01-01&date_from=2999-01-01&date_to=2999-01-01', 'date_from'],
    ['date_from=2999-01-01&date_to=%00', 'date_to'],
    ['date_from=2999-01-01&date_to=2999-01-01&page=1', 'page'],
  ])('should refuse %j, naming the field in the envelope', async (query, field) => {
    const { status, body } = await client.call('GET', `${PATH}?${query}`);
    expect([status, body.responseType, body.messages.join(' ')]).toEqual([
      400,
      'BadRequest',
      expect.stringContaining(field),
    ]);
  });

  it.each([
    ['2024-01-22', '2025-01-22'],
    ['0000-01-01', '0000-12-31'],
    ['9999-01-01', '9999-12-31'],
    ['9999-12-31T23:59:59-14:00', '9999-12-31T23:59:59.999999999-14:00'],
  ])('should be empty from %s to %s, where nothing happened', async (from, to) => {
    expect(await lines(`${PATH}?date_from=${from}&date_to=${to}`)).toEqual([]);
  });
});
