import { clientOf, ManagementClient } from '../management/management-client';
import type { Account } from '../support/account';
import type { Offer, Partner, PartnerLink } from '../support/answers';
import { request } from '../support/http';
import { testPitlane } from '../support/pitlane';

const BASE = '/sdk-offer-management/partner';
const DATES = { launchDate: '2031-01-01T00:00:00.000Z', expiryDate: '2032-01-01T00:00:00.000Z' };
const UNKNOWN = '019a8f3e-0000-7000-8000-000000000000';

const pitlane = testPitlane();
let account: Account;
let partner: Partner;
let client: ManagementClient;
let card: Offer;
let dragon: Offer;
let unlinked: Offer;
let cardLink: PartnerLink;

beforeAll(async () => {
  account = await pitlane().account();
  partner = await account.partner();
  client = await clientOf(account, 'partner', partner.id);
  await account.api.post('/emulator/clock/freeze', { at: '2031-03-04T05:06:07.000Z' });
  card = await account.offer({
    headline: 'Ten percent back',
    revenue: 9.5,
    reward: 100,
    payout: 2.5,
    totalBudget: 500,
    dailyBudget: 50,
    dailyCap: 7,
    targeting: { countries: ['US'] },
  });
  await account.advance('1m');
  dragon = await account.multiEventOffer(['install', 'level'], {
    name: 'Dragon',
    payout: 3,
    dailyBudget: 20,
    ...DATES,
  });
  await account.advance('1m');
  unlinked = await account.offer({ name: 'Unlinked' });
  cardLink = await account.link(partner, card);
  await account.link(partner, dragon);
});

const found = async (query = ''): Promise<unknown[]> =>
  (await client.page<{ id: string }>(`${BASE}?${query}`)).items.map(({ id }) => id);

describe('keys (G7.4)', () => {
  const routes = (): string[] => [BASE, `${BASE}/${card.id}`];

  it('should need a key of scope partner: 401 and 403 in the envelope', async () => {
    const others = [await clientOf(account, 'management'), await clientOf(account, 'advertiser')];
    for (const path of routes()) {
      const { status, json } = await request(`${pitlane().url}/api/v1${path}`);
      expect({ status, json }).toMatchObject({ status: 401, json: { responseType: 'Unauthorized' } });
      for (const other of others) {
        expect(await other.call('GET', path)).toMatchObject({ status: 403, body: { responseType: 'Forbidden' } });
      }
    }
  });

  it('should refuse keys that open everything and belong to no partner', async () => {
    const root = new ManagementClient(pitlane().url, pitlane().adminKey);
    for (const other of [await clientOf(account, 'admin'), root]) {
      for (const path of routes()) {
        expect(await other.call('GET', path)).toMatchObject({
          status: 403,
          body: { isSuccessful: false, messages: [expect.stringContaining('scope partner')] },
        });
      }
    }
  });

  it('should open nothing else', async () => {
    const others = ['publisher/offers', `publisher/offers/${card.id}`, `partner/offers/${card.id}`];
    for (const path of others.map((other) => `/sdk-offer-management/${other}`)) {
      expect(await client.call('GET', path)).toMatchObject({ status: 403, body: { isSuccessful: false } });
    }
  });

  it("should show neither another partner's offers nor another account's", async () => {
    const rival = await account.partner('Rival');
    await account.link(rival, unlinked);
    const stranger = await pitlane().account();
    for (const other of [
      await clientOf(account, 'partner', rival.id),
      await clientOf(stranger, 'partner', (await stranger.partner()).id),
    ]) {
      const ids = (await other.page<{ id: string }>(BASE)).items.map(({ id }) => id);
      expect(ids).not.toContain(card.id);
      expect(await other.call('GET', `${BASE}/${card.id}`)).toMatchObject({
        status: 404,
        body: { responseType: 'NotFound' },
      });
    }
    expect(await found()).toEqual([dragon.id, card.id]);
  });
});

describe("a partner's offers (G7.8)", () => {
  it('should be those with a link of this partner, the newest first, in a page object', async () => {
    expect(await client.data(BASE)).toEqual({
      indexFrom: 0,
      pageIndex: 0,
      pageSize: 10,
      totalCount: 2,
      totalPages: 1,
      hasPreviousPage: false,
      hasNextPage: false,
      items: [
        {
          id: dragon.id,
          categories: ['General'],
          name: 'Dragon',
          budget: 20,
          ...DATES,
          offerType: 'MultiEvent',
        },
        {
          id: card.id,
          categories: ['General'],
          name: 'Boost Card',
          budget: 500,
          launchDate: '2031-03-04T05:06:07.000Z',
          expiryDate: null,
          offerType: 'SingleEvent',
        },
      ],
    });
  });

  it.each([
    ['filter.search=PERCENT', 'card'],
    ['search=dragon', 'dragon'],
    ['search=%25', 'none'],
    ['filter.offer_type=MultiEvent', 'dragon'],
    ['offer_type=SingleEvent', 'card'],
    ['search=percent&offer_type=MultiEvent', 'none'],
    ['search=unlinked', 'none'],
    ['orderby=Name', 'both'],
    ['orderby=name&order_asc=true', 'reverse'],
    ['order_asc=true', 'reverse'],
    ['page_size=1&page=1', 'card'],
  ])('should be narrowed and sorted by %s to %s', async (query, offers) => {
    const expected = {
      card: [card.id],
      dragon: [dragon.id],
      both: [dragon.id, card.id],
      reverse: [card.id, dragon.id],
      none: [],
    };
    expect(await found(query)).toEqual(expected[offers as keyof typeof expected]);
  });

  it.each([
    ['filter.offer_type=x', 'offer_type'],
    ['orderby=payout', 'orderby'],
    ['page_size=101', 'page_size'],
    ['page=-1', 'page'],
    ['partnerId=1', 'partnerId'],
    ['search=%00', 'search'],
  ])('should be refused with %s, naming the field in the envelope', async (query, field) => {
    const { status, body } = await client.call('GET', `${BASE}?${query}`);
    expect([status, body.responseType, body.messages.join(' ')]).toEqual([
      400,
      'BadRequest',
      expect.stringContaining(field),
    ]);
  });

  it('should be there while they are Active, and no longer', async () => {
    const offer = await account.offer({ name: 'Now and then' });
    await account.link(partner, offer);
    const isThere = async (): Promise<unknown[]> => [
      (await found('search=now')).length,
      (await client.call('GET', `${BASE}/${offer.id}`)).status,
    ];
    expect(await isThere()).toEqual([1, 200]);
    await account.api.post(`/offers/${offer.id}/pause`);
    expect(await isThere()).toEqual([0, 404]);
    await account.api.post(`/offers/${offer.id}/resume`);
    expect(await isThere()).toEqual([1, 200]);
    await account.api.delete(`/offers/${offer.id}`);
    expect(await isThere()).toEqual([0, 404]);
  });
});

describe("a partner's offer (G7.8)", () => {
  it('should have the link and what a conversion pays the partner, and nothing of what the advertiser pays (G10.34)', async () => {
    const details = await client.data<Record<string, unknown>>(`${BASE}/${card.id.toUpperCase()}`);
    expect(details).toMatchObject({
      id: card.id,
      payoutId: cardLink.id,
      payout: 2.5,
      trackingLink: cardLink.url,
      name: 'Boost Card',
      headline: 'Ten percent back',
      shortDescription: null,
      keyPoints: null,
      offerDetails: null,
      termsAndDisclaimers: null,
      creativeFileUrl: null,
      categories: ['General'],
      budget: 500,
      offerType: 'SingleEvent',
      conversionType: 'FlatRate',
      isFeatured: false,
      allowRepetitions: false,
      dailyCap: 7,
      weeklyCap: null,
      targeting: { countries: ['US'] },
      events: [],
    });
    expect(Object.keys(details)).not.toEqual(expect.arrayContaining([expect.stringMatching(/revenue|reward/i)]));
  });

  it('should be clicked by its trackingLink, with the partner in the conversion', async () => {
    const { payoutId, trackingLink } = await client.data<{ payoutId: string; trackingLink: string }>(
      `${BASE}/${card.id}`,
    );
    const link = { ...cardLink, id: payoutId, url: trackingLink };
    const subs = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`pub_sub_${index + 1}`, `s${index}`]));
    const sent = { ...subs, pub_session_id: 'se', pub_device: 'IOS' };
    const { clickId } = await account.partnerClick(link, { pub_click_id: 'c-1', pub_member_id: 'ann', ...sent });
    const [click] = await account.api.list<Record<string, unknown>>(`/clicks?clickId=${clickId}`);
    expect(click).toMatchObject({ pubClickId: 'c-1', pubMemberId: 'ann', parameters: sent });
    const { conversionId } = await account.convert(clickId);
    expect(await account.api.get(`/conversions/${conversionId}`)).toMatchObject({
      partnerId: partner.id,
      payout: 2.5,
    });
  });

  it('should name its events with their payout, by display order', async () => {
    const { events } = await client.data<{ events: Record<string, unknown>[] }>(`${BASE}/${dragon.id}`);
    expect(events).toMatchObject([
      { eventId: 'install', name: 'install', displayOrder: 1, sequenceNumber: null, payout: 3 },
      { eventId: 'level', name: 'level', displayOrder: 2, sequenceNumber: null, payout: 3 },
    ]);
    for (const event of events) expect(event).not.toHaveProperty('revenue');
  });

  it.each([UNKNOWN, 'x', 'offers'])('should be 404 in the envelope: %s', async (id) => {
    expect(await client.call('GET', `${BASE}/${id}`)).toMatchObject({ status: 404, body: { isSuccessful: false } });
  });
});
