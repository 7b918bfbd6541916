import { randomUUID } from 'node:crypto';
import type { Account } from '../support/account';
import type { Offer } from '../support/answers';
import { request } from '../support/http';
import { testPitlane } from '../support/pitlane';
import { callWall, wallNames, wallPage } from './wall';

const pitlane = testPitlane();
/** As good as no member. */
const NOBODY: Record<string, string>[] = [{}, { pub_member_id: ' ' }];
let account: Account;

beforeEach(async () => {
  account = await pitlane().account();
});

/** Clicks and conversions of members of its own. */
async function earn(offer: Offer, clicks: number, conversions: number): Promise<void> {
  for (let click = 0; click < clicks; click++) {
    const { clickId } = await account.click(offer);
    if (click < conversions) await account.convert(clickId);
  }
}

describe('the offer list', () => {
  it('should show the whole offer in the envelope, on a page as documented (G7.2, G7.7)', async () => {
    const { id } = await account.offer({
      ...{ name: 'Boost Card', headline: 'Boost now', shortDescription: 'Short', keyPoints: 'Fast', reward: 50 },
      ...{ offerDetails: 'Long', termsAndDisclaimers: 'None', creativeFileUrl: 'https://cdn.example/boost.png' },
      ...{ pendingTime: 3, allowRepetitions: true, isFeatured: true },
    });
    const { status, headers, json } = await callWall(account, 'offers', { pub_member_id: 'lus' });
    expect({ status, cache: headers['cache-control'] }).toEqual({ status: 200, cache: 'no-store' });
    expect(json).toEqual({
      responseId: expect.any(String) as string,
      isSuccessful: true,
      responseTitle: 'Success',
      responseType: 'Success',
      messages: [],
      data: {
        offers: {
          ...{ indexFrom: 0, pageIndex: 0, pageSize: 10, totalCount: 1, totalPages: 1 },
          ...{ hasPreviousPage: false, hasNextPage: false },
          items: [
            {
              ...{ id, name: 'Boost Card', headline: 'Boost now', shortDescription: 'Short', keyPoints: 'Fast' },
              ...{
                offerDetails: 'Long',
                termsAndDisclaimers: 'None',
                creativeFileUrl: 'https://cdn.example/boost.png',
              },
              ...{ offerSource: 'GoKart', offerType: 'SingleEvent', conversionType: 'FlatRate' },
              ...{ allowRepetitions: true, isFeatured: true, reward: 50, pendingTime: 3, events: [] },
              categoryId: expect.any(String) as string,
              categoryName: expect.any(String) as string,
              launchDate: expect.stringMatching(/^\d{4}-.*Z$/) as string,
            },
          ],
        },
      },
    });
  });

  it('should show the percentage as the reward of a RevShare offer, and order by it', async () => {
    await account.offer({
      name: 'share',
      conversionType: 'RevShare',
      reward: 900,
      rewardShare: 12.5,
      revenueShare: 20,
    });
    await account.offer({ name: 'more', reward: 13 });
    const { items } = await wallPage(account, 'offers', { pub_member_id: 'lus', orderby: 'reward' });
    expect(items).toMatchObject([
      { name: 'more', reward: 13, conversionType: 'FlatRate' },
      { name: 'share', reward: 12.5, conversionType: 'RevShare' },
    ]);
  });

  it('should be empty without a member, and no error', async () => {
    await account.offer();
    for (const parameters of NOBODY) {
      const { totalCount, items, pageIndex } = await wallPage(account, 'offers', parameters);
      expect({ totalCount, items, pageIndex }).toEqual({ totalCount: 0, items: [], pageIndex: 0 });
    }
  });

  it('should page from 0, and be empty beyond the last page (G10.5)', async () => {
    for (const name of ['a', 'b', 'c']) await account.offer({ name });
    const page = (number: string): ReturnType<typeof wallPage> =>
      wallPage(account, 'offers', {
        ...{ pub_member_id: 'lus', orderby: 'name', order_asc: 'true', page: number, page_size: '2' },
      });
    expect(await page('0')).toMatchObject({ items: [{ name: 'a' }, { name: 'b' }], totalPages: 2, hasNextPage: true });
    expect(await page('1')).toMatchObject({ items: [{ name: 'c' }], hasPreviousPage: true, hasNextPage: false });
    expect(await page('2')).toMatchObject({ items: [], totalCount: 3 });
  });

  it('should be ranked by earnings per click, what earns the same by age, newest first (G7.3)', async () => {
    const [good, better] = [
      await account.offer({ name: 'good', revenue: 10 }),
      await account.offer({ name: 'better', revenue: 10 }),
    ];
    await account.offer({ name: 'old' });
    await account.offer({ name: 'new' });
    await earn(good, 4, 1);
    await earn(better, 2, 1);
    expect(await wallNames(account)).toEqual(['better', 'good', 'new', 'old']);
    const { items } = await wallPage(account, 'offers', { pub_member_id: 'lus', fields: 'epc' });
    expect(items.map(({ epc }) => epc)).toEqual([5, 2.5, 0, 0]);
  });

  it('should count what is Pending as earned, and what is Rejected not', async () => {
    const pending = await account.offer({ name: 'pending', revenue: 10, pendingTime: 3 });
    const rejected = await account.offer({ name: 'rejected', revenue: 90 });
    await earn(pending, 1, 1);
    const { conversionId } = await account.convertNew(rejected);
    await account.setStatus(conversionId, 'Rejected', 'fraud');
    expect(await wallNames(account)).toEqual(['pending', 'rejected']);
  });

  it.each([
    ['launchDate', ['b', 'c', 'A']],
    ['reward', ['A', 'c', 'b']],
    ['revenue', ['c', 'b', 'A']],
    ['name', ['c', 'b', 'A']],
  ])('should be ordered by %s: %j, or the other way round', async (orderby, names) => {
    await account.freeze();
    await account.offer({ name: 'A', reward: 3, revenue: 1 });
    await account.advance('1h');
    await account.offer({ name: 'c', reward: 2, revenue: 3 });
    await account.advance('1h');
    await account.offer({ name: 'b', reward: 1, revenue: 2 });
    expect(await wallNames(account, { orderby })).toEqual(names);
    expect(await wallNames(account, { orderby, order_asc: 'true' })).toEqual([...names].reverse());
  });

  it('should be narrowed by category, feature and text, all together (G7.3)', async () => {
    await account.offer({ name: 'Boost Card', isFeatured: true });
    const { id } = await account.offer({ name: 'Chess', headline: 'A BOOST for the mind' });
    await account.offer({ name: '100% off_' });
    const { categoryId } = await account.api.get<{ categoryId: string }>(`/offers/${id}`);
    const { items } = await wallPage(account, 'offers', { pub_member_id: 'lus' });
    const { categoryName = '' } = items[0] as unknown as { categoryName?: string };
    const narrowed = async (parameters: Record<string, string>): Promise<string[]> =>
      (await wallNames(account, parameters)).toSorted();
    expect(await narrowed({ 'filter.search': 'boost' })).toEqual(['Boost Card', 'Chess']);
    expect(await narrowed({ 'filter.search': 'boost', 'filter.isFeatured': 'true' })).toEqual(['Boost Card']);
    expect(await narrowed({ 'filter.isFeatured': 'false', 'filter.search': '%' })).toEqual(['100% off_']);
    expect(await narrowed({ 'filter.categoryId': categoryId })).toHaveLength(3);
    expect(await narrowed({ 'filter.categoryId': randomUUID() })).toEqual([]);
    expect(await narrowed({ 'filter.categoryName': categoryName.toUpperCase() })).toHaveLength(3);
    expect(await narrowed({ 'filter.categoryName': `${categoryName}?` })).toEqual([]);
  });

  it('should leave out what is paused, expired or deleted', async () => {
    await account.offer({ name: 'active' });
    await account.offer({ name: 'expired', status: 'Expired' });
    const paused = await account.offer({ name: 'paused' });
    await account.api.post(`/offers/${paused.id}/pause`);
    const deleted = await account.offer({ name: 'deleted' });
    await account.api.delete(`/offers/${deleted.id}`);
    expect(await wallNames(account)).toEqual(['active']);
  });

  it('should leave out what the member has completed, unless it can be repeated', async () => {
    const once = await account.offer({ name: 'once' });
    const often = await account.offer({ name: 'often', allowRepetitions: true });
    const steps = await account.multiEventOffer(['install', 'level-5'], { name: 'steps' });
    for (const offer of [once, often]) await account.convert((await account.click(offer, 'lus')).clickId);
    const { clickId } = await account.click(steps, 'lus');
    await account.convert(clickId, { cnv_event_id: 'install' });
    const names = async (member: string): Promise<string[]> =>
      (await wallNames(account, { pub_member_id: member })).toSorted();
    expect(await names('lus')).toEqual(['often', 'steps']);
    await account.convert(clickId, { cnv_event_id: 'level-5' });
    expect(await names('lus')).toEqual(['often']);
    expect(await names('somebody else')).toEqual(['often', 'once', 'steps']);
  });

  it('should leave out offers that are for others', async () => {
    await account.offer({ name: 'everybody' });
    await account.offer({ name: 'women', targeting: { genders: ['Female'], ages: [{ from: 18, to: 30 }] } });
    await account.offer({ name: 'Americans', targeting: { countries: ['US'], states: ['CA'], devices: ['IOS'] } });
    const placement = randomUUID();
    await account.offer({ name: 'popup', targeting: { placements: [placement] } });
    const shown = async (parameters: Record<string, string>): Promise<string[]> =>
      (await wallNames(account, parameters)).toSorted();
    expect(await shown({})).toEqual(['Americans', 'everybody', 'popup', 'women']);
    expect(await shown({ pub_gender: 'Male' })).toEqual(['Americans', 'everybody', 'popup']);
    expect(await shown({ pub_gender: 'Female', pub_age: '30', pub_geo_country: '276' })).toEqual([
      ...['everybody', 'popup', 'women'],
    ]);
    expect(await shown({ pub_age: '31', pub_geo_country: '840', pub_geo_state: 'CA', pub_device: 'IOS' })).toEqual([
      ...['Americans', 'everybody', 'popup'],
    ]);
    expect(await shown({ 'filter.placementId': randomUUID(), pub_device: 'Android', pub_age: '17' })).toEqual([
      'everybody',
    ]);
    expect(await shown({ 'filter.placementId': placement })).toContain('popup');
  });

  it('should show events by their display order, and only those that are for the wall', async () => {
    await account.offer({
      offerType: 'MultiEvent',
      events: [
        { eventId: 'second', displayOrder: 2 },
        { eventId: 'hidden', displayOrder: 3, showOnOfferWall: false },
        { eventId: 'first', displayOrder: 1 },
      ],
    });
    const { items } = await wallPage(account, 'offers', { pub_member_id: 'lus' });
    expect(items[0]?.events.map(({ eventId }) => eventId)).toEqual(['first', 'second']);
  });

  it('should be of the account that the host names, else of the default one', async () => {
    const name = `own of ${account.slug}`;
    await account.offer({ name });
    const other = await pitlane().account();
    expect(await wallNames(account)).toEqual([name]);
    expect(await wallNames(other)).toEqual([]);
    const ofDefault = await request(`${account.url}/api/v1/offer-wall/offers?pub_member_id=lus&page_size=100`);
    const ofDemo = await pitlane().root.list<Offer>('/offers?status=Active');
    expect(ofDefault.text).not.toContain(name);
    expect(ofDefault.json).toMatchObject({ data: { offers: { totalCount: ofDemo.length } } });
  });

  it.each([
    ['page', '-1'],
    ['page_size', '101'],
    ['orderby', 'launch'],
    ['order_asc', 'maybe'],
    ['filter.isFeatured', 'yes'],
    ['filter.categoryId', 'games'],
    ['filter.search', 'x'.repeat(2_049)],
  ])('should refuse %s=%.10s in the envelope, by its name', async (name, value) => {
    for (const path of ['offers', 'pub-member/offers']) {
      const { status, json } = await callWall(account, path, { pub_member_id: 'lus', [name]: value });
      expect({ status, json }).toEqual({
        status: 400,
        json: {
          responseId: expect.any(String) as string,
          isSuccessful: false,
          responseTitle: 'Bad Request',
          responseType: 'BadRequest',
          messages: [expect.stringContaining(name)],
        },
      });
    }
  });
});
