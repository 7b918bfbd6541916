import { clientOf } from '../management/management-client';
import type { Account } from '../support/account';
import type { Offer } from '../support/answers';
import { testPitlane } from '../support/pitlane';

const IMPACT = 'https://impact.io/c/3536079/1564299/18205';
const APPSFLYER = 'https://app.appsflyer.com/com.example.coins?pid=x_int';
const COST_DATA = {
  shouldSendCostData: true,
  costModel: 'CPI',
  appName: 'Coins',
  storeId: 'com.example.coins',
  advertiserCampaignName: 'AOS_TEST',
};

const pitlane = testPitlane();
let account: Account;

beforeAll(async () => {
  account = await pitlane().account();
});

describe('an offer that is saved with a link of a known tracking system (G2.3)', () => {
  it('should get the click id appended, say so once, and pass it on with each click', async () => {
    const offer = await account.offer({ link: IMPACT });
    expect(offer).toMatchObject({
      link: `${IMPACT}?subid1={gk_click_id}`,
      warnings: ['subid1={gk_click_id} was appended to the link, for Impact.'],
    });
    expect(await account.api.get<Offer>(`/offers/${offer.id}`)).toMatchObject({ link: offer.link, warnings: [] });
    const { location } = await account.click(offer);
    const [click] = await account.api.list<{ id: string }>(`/clicks?offerId=${offer.id}`);
    expect(location).toBe(`${IMPACT}?subid1=${click?.id ?? 'none'}`);
  });

  it('should be the same by the tracking system that the offer names', async () => {
    const offer = await account.offer({ link: 'https://go.example/x', trackingSystem: 'TUNE' });
    expect(offer.link).toBe('https://go.example/x?aff_click_id={gk_click_id}');
  });

  it('should be so when its link or its cost data changes, and stay so when something else does', async () => {
    const { id } = await account.offer();
    const change = (fields: object): Promise<Offer> => account.api.patch<Offer>(`/offers/${id}`, fields);
    const clickId = `${APPSFLYER}&clickid={gk_click_id}`;
    expect((await change({ link: APPSFLYER })).link).toBe(clickId);
    const withCost = `${clickId}&af_c_id={gk_offer_id}&c={gk_offer_name}`;
    expect(await change(COST_DATA)).toMatchObject({
      link: withCost,
      warnings: [
        'af_c_id={gk_offer_id} was appended to the link, for AppsFlyer.',
        'c={gk_offer_name} was appended to the link, for AppsFlyer.',
      ],
    });
    expect(await change({ name: 'Coins' })).toMatchObject({ link: withCost, warnings: [] });
  });

  it('should be so by the management API, too', async () => {
    const client = await clientOf(account, 'management');
    const offer = { trackingSystemLink: IMPACT, trackingSystem: 'Impact', name: 'Coins', headline: 'Ten coins' };
    expect(await client.call('POST', '/sdk-offer-management/publisher/offers', offer)).toMatchObject({
      body: { isSuccessful: true, data: { trackingSystemLink: `${IMPACT}?subid1={gk_click_id}` } },
    });
  });

  it('should be warned of, and left as it is, on any other host', async () => {
    const link = 'https://advertiser.example/land';
    expect(await account.offer({ link })).toMatchObject({
      link,
      warnings: ['The link has no {gk_click_id}, so conversions of its clicks cannot be matched.'],
    });
  });
});
