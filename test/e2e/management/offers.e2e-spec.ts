import type { Account } from '../support/account';
import type { Page } from '../support/admin-client';
import type { Offer } from '../support/answers';
import { request } from '../support/http';
import { testPitlane } from '../support/pitlane';
import { clientOf, type ManagementClient } from './management-client';

const BASE = '/sdk-offer-management';
const OFFERS = `${BASE}/publisher/offers`;
const UNKNOWN = '019a8f3e-0000-7000-8000-000000000000';

interface Listed {
  offers: Page<Record<string, unknown> & { id: string }>;
}

const pitlane = testPitlane();
let account: Account;
let client: ManagementClient;
let card: Offer;
let dragon: Offer;

beforeAll(async () => {
  account = await pitlane().account();
  client = await clientOf(account, 'management');
  await account.freeze();
  card = await account.offer({ headline: 'Ten percent back', revenue: 2.5, reward: 100, dailyCap: 7 });
  await account.advance('1m');
  dragon = await account.multiEventOffer(['install', 'level'], { name: 'Dragon', targeting: { devices: ['IOS'] } });
});

const found = async (query: string): Promise<string[]> =>
  (await client.data<Listed>(`${OFFERS}?${query}`)).offers.items.map(({ id }) => id);

describe('keys and products (G7.4)', () => {
  const routes = (): [string, string][] => [
    ['GET', OFFERS],
    ['GET', `${OFFERS}/${card.id}`],
    ['PUT', `${OFFERS}/${card.id}`],
    ['PATCH', `${BASE}/offers/${card.id}/pause`],
    ['PATCH', `${BASE}/offers/${card.id}/resume`],
  ];

  it('should need a key of scope management: 401 and 403 in the envelope', async () => {
    const advertiser = await clientOf(account, 'advertiser');
    for (const [method, path] of routes()) {
      const { status, json } = await request(`${pitlane().url}/api/v1${path}`, { method });
      expect({ status, json }).toMatchObject({ status: 401, json: { responseType: 'Unauthorized' } });
      expect(await advertiser.call(method, path)).toMatchObject({ status: 403, body: { responseType: 'Forbidden' } });
    }
    expect((await account.api.get<Offer>(`/offers/${card.id}`)).status).toBe('Active');
  });

  it.each(['aff-network', 'advertiser', 'Publisher', 'x'])('should refuse the product %s with 403', async (product) => {
    for (const path of [`${BASE}/${product}/offers`, `${BASE}/${product}/offers/${card.id}`]) {
      expect(await client.call('GET', path)).toMatchObject({ status: 403, body: { isSuccessful: false } });
    }
    // Whatever else is wrong with the call.
    expect(await client.call('POST', `${BASE}/${product}/offers`, {})).toMatchObject({ status: 403 });
  });

  it("should neither show nor change another account's offer", async () => {
    const stranger = await clientOf(await pitlane().account(), 'management');
    expect((await stranger.data<Listed>(OFFERS)).offers.totalCount).toBe(0);
    for (const [method, path] of routes().filter(([verb, route]) => verb !== 'PUT' && route !== OFFERS)) {
      expect(await stranger.call(method, path)).toMatchObject({ status: 404, body: { responseType: 'NotFound' } });
    }
    expect((await account.api.get<Offer>(`/offers/${card.id}`)).status).toBe('Active');
  });
});

describe('offers (G7.8)', () => {
  it('should list the newest first, with the link of the advertiser and the one to click', async () => {
    const { offers } = await client.data<Listed>(OFFERS);
    expect(offers).toMatchObject({ indexFrom: 0, pageIndex: 0, pageSize: 10, totalCount: 2, totalPages: 1 });
    expect(offers.items).toMatchObject([
      {
        id: dragon.id,
        offerType: 'MultiEvent',
        offerEvents: [
          { eventId: 'install', displayOrder: 1 },
          { eventId: 'level', displayOrder: 2 },
        ],
      },
      {
        id: card.id,
        name: 'Boost Card',
        headline: 'Ten percent back',
        status: 'Active',
        offerType: 'SingleEvent',
        conversionType: 'FlatRate',
        trackingSystemLink: card.link,
        trackingSystem: 'CustomTracking',
        redirectLink: card.clickUrl,
        offerSource: 'GoKart',
        isFeatured: false,
        revenue: 2.5,
        reward: 100,
        dailyCap: 7,
        weeklyCap: null,
        offerEvents: [],
      },
    ]);
    expect(await client.data(`${OFFERS}/${card.id.toUpperCase()}`)).toMatchObject(offers.items[1]!);
  });

  it('should be clicked by its redirectLink', async () => {
    const { redirectLink } = await client.data<{ redirectLink: string }>(`${OFFERS}/${card.id}`);
    expect((await request(`${account.local(redirectLink)}ann`)).status).toBe(302);
  });

  it.each([
    ['search=PERCENT', 'card'],
    ['filter.search=dragon', 'dragon'],
    ['search=%25', 'none'],
    ['filter.offer_type=MultiEvent', 'dragon'],
    ['status=Active', 'both'],
    ['filter.status=Pending,Expired', 'none'],
    ['device=Android', 'card'],
    ['filter.device=Android,IOS', 'both'],
    ['device=All', 'both'],
    ['tracking_system=Adjust', 'none'],
    ['filter.offer_source=GoKart', 'both'],
    ['orderby=name&order_asc=true', 'reverse'],
    ['orderby=name', 'both'],
    ['order_asc=true', 'reverse'],
    ['page_size=1&page=1', 'card'],
  ])('should narrow and sort by %s to %s', async (query, offers) => {
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
    ['status=Paused', 'status'],
    ['filter.offer_type=x', 'offer_type'],
    ['tracking_system=x', 'tracking_system'],
    ['orderby=link', 'orderby'],
    ['page_size=0', 'page_size'],
    ['unknown=1', 'unknown'],
    ['search=%00', 'search'],
  ])('should refuse %s, naming the field in the envelope', async (query, field) => {
    const { status, body } = await client.call('GET', `${OFFERS}?${query}`);
    expect([status, body.responseType, body.messages.join(' ')]).toEqual([
      400,
      'BadRequest',
      expect.stringContaining(field),
    ]);
  });

  it.each([UNKNOWN, 'x'])('should be 404 in the envelope: %s', async (id) => {
    expect(await client.call('GET', `${OFFERS}/${id}`)).toMatchObject({ status: 404, body: { isSuccessful: false } });
    for (const verb of ['pause', 'resume']) {
      expect((await client.call('PATCH', `${BASE}/offers/${id}/${verb}`)).status).toBe(404);
    }
  });
});

describe('pause and resume (G7.8)', () => {
  const set = async (verb: string, offer: Offer): Promise<[number, unknown]> => {
    const { status, body } = await client.call('PATCH', `${BASE}/offers/${offer.id}/${verb}`);
    return [status, body];
  };

  it('should answer 204 without a body, as often as one likes, and act at once (G10.10)', async () => {
    const offer = await account.offer({ name: 'Paused' });
    for (const verb of ['pause', 'pause']) expect(await set(verb, offer)).toEqual([204, undefined]);
    expect(await found('filter.status=Pending')).toEqual([offer.id]);
    await expect(account.click(offer)).rejects.toThrow('The click was refused: 410');
    for (const verb of ['resume', 'resume']) expect(await set(verb, offer)).toEqual([204, undefined]);
    await account.click(offer);
    await account.api.delete(`/offers/${offer.id}`);
    expect((await set('pause', offer))[0]).toBe(404);
  });

  it('should leave an Expired offer as it is', async () => {
    const offer = await account.offer({ name: 'Over', status: 'Expired' });
    for (const verb of ['pause', 'resume']) expect(await set(verb, offer)).toEqual([204, undefined]);
    expect((await account.api.get<Offer>(`/offers/${offer.id}`)).status).toBe('Expired');
    await account.api.delete(`/offers/${offer.id}`);
  });

  it('should be logged as no conversion when its body cannot be read', async () => {
    const { status } = await request(`${pitlane().url}/api/v1${BASE}/offers/${card.id}/pause`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"cut',
    });
    expect(status).toBe(400);
    // Calls that name no account are kept in the default one.
    const logged = await pitlane().root.list<{ url: string }>('/request-logs');
    expect(logged.filter(({ url }) => url.includes('sdk-offer'))).toEqual([]);
  });
});
