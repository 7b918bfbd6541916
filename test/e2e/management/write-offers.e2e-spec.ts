import { wallNames, wallPage } from '../offer-wall/wall';
import type { Account } from '../support/account';
import type { Envelope, Offer } from '../support/answers';
import { request } from '../support/http';
import { documentedRoutes } from '../support/openapi';
import { testPitlane } from '../support/pitlane';
import { clientOf, type ManagementClient } from './management-client';

const OFFERS = '/sdk-offer-management/publisher/offers';
const BODY = {
  trackingSystemLink: 'https://advertiser.example/land?click={gk_click_id}',
  trackingSystem: 'Adjust',
  name: 'Dragon',
  headline: 'Play it',
};

type Managed = Record<string, unknown> & {
  id: string;
  redirectLink: string;
  offerEvents: { id: string; eventId: string }[];
};

const pitlane = testPitlane();
let account: Account;
let client: ManagementClient;

beforeAll(async () => {
  account = await pitlane().account();
  client = await clientOf(account, 'management');
  await account.api.post('/emulator/clock/freeze', { at: '2050-03-15T10:30:00Z' });
});

async function create(fields: object = {}): Promise<Managed> {
  const { status, body } = await client.call<Managed>('POST', OFFERS, { ...BODY, ...fields });
  expect({ status, body }).toMatchObject({ status: 201, body: { isSuccessful: true } });
  return body.data!;
}

const asOffer = ({ id }: Managed): Promise<Offer> => account.api.get<Offer>(`/offers/${id}`);

describe('offers that are written by the management API (G7.8)', () => {
  it('should be clicked and converted at once, and be counted beside their caps', async () => {
    const made = await create({ revenue: 2.5, reward: 10, dailyCap: 2 });
    const offer = await asOffer(made);
    const { location, clickId } = await account.click(offer, 'ann');
    expect(location).toBe(`https://advertiser.example/land?click=${clickId}`);
    expect(await account.convert(clickId)).toMatchObject({ status: 'Success' });
    await account.advance('1d');
    await account.convertNew(offer);
    expect(await client.data(`${OFFERS}/${made.id}`)).toMatchObject({
      ...{ dailyCap: 2, dailyCount: 1, weeklyCount: 2, monthlyCount: 2, allTimeCount: 2 },
    });
  });

  it('should be replaced as a whole, at once for the next click, with what was recorded left as it is', async () => {
    const made = await create({ offerType: 'MultiEvent', offerEvents: [{ eventId: 'install', revenue: 4 }] });
    const { conversionId } = await account.convertNew(await asOffer(made), { cnv_event_id: 'install' });
    const before = await account.conversion(conversionId);
    const { advertiserId } = await account.api.get<{ advertiserId: string }>(`/offers/${made.id}`);
    const body = {
      ...BODY,
      ...{ id: made.id, advertiserId, trackingSystemLink: 'https://elsewhere.example/?click={gk_click_id}' },
      ...{ offerType: 'MultiEvent', offerEvents: [{ eventId: 'level' }, { eventId: 'install' }] },
    };
    const { body: answer } = await client.call<Managed>('PUT', `${OFFERS}/${made.id}`, body);
    expect(answer.data).toMatchObject({ id: made.id, name: 'Dragon', status: 'Active' });
    expect(answer.data!.offerEvents).toMatchObject([{ eventId: 'level' }, { id: made.offerEvents[0]!.id, revenue: 0 }]);
    expect((await account.click(await asOffer(made), 'bob')).location).toMatch(/^https:\/\/elsewhere/);
    expect(await account.conversion(conversionId)).toEqual(before);
  });

  it('should be Expired at their expiry on the platform clock, off the wall and closed to clicks', async () => {
    const made = await create({ name: 'Short', expiryDate: '2050-04-01T00:00:00Z' });
    const offer = await asOffer(made);
    await account.click(offer);
    await account.advance('20d');
    expect(await client.data(`${OFFERS}/${made.id}`)).toMatchObject({ status: 'Expired' });
    await expect(account.click(offer)).rejects.toThrow('The click was refused: 410');
    expect((await client.page<never>(`${OFFERS}?status=Expired`)) as unknown).toMatchObject({
      offers: { totalCount: 1 },
    });
  });

  it('should be on the wall by their launchDate', async () => {
    const other = await pitlane().account();
    const manager = await clientOf(other, 'management');
    for (const [name, launchDate] of [
      ['late', '2030-02-01'],
      ['early', '2030-01-01'],
    ]) {
      await manager.call('POST', OFFERS, { ...BODY, name, launchDate });
    }
    expect(await wallNames(other, { orderby: 'launchDate', order_asc: 'true' })).toEqual(['early', 'late']);
    expect((await wallPage(other, 'offers', { pub_member_id: 'ann', orderby: 'launchDate' })).items).toMatchObject([
      { name: 'late', launchDate: '2030-02-01T00:00:00.000Z' },
      { name: 'early', launchDate: '2030-01-01T00:00:00.000Z' },
    ]);
  });

  it('should need a key of scope management: 401 and 403 in the envelope, and another product 403', async () => {
    const { status, json } = await request(`${pitlane().url}/api/v1${OFFERS}`, { method: 'POST' });
    expect([status, (json as Envelope).responseType]).toEqual([401, 'Unauthorized']);
    const advertiser = await clientOf(account, 'advertiser');
    expect(await advertiser.call('POST', OFFERS, BODY)).toMatchObject({ status: 403, body: { isSuccessful: false } });
    const other = OFFERS.replace('publisher', 'aff-network');
    expect(await client.call('POST', other, BODY)).toMatchObject({ status: 403, body: { responseType: 'Forbidden' } });
  });

  it.each([['POST'], ['PUT']])('should refuse a body of %s that is none, in the envelope', async (method) => {
    const { id } = await create();
    for (const body of [[], 5, 'x', null, {}]) {
      const path = method === 'PUT' ? `${OFFERS}/${id}` : OFFERS;
      expect(await client.call(method, path, body)).toMatchObject({ status: 400, body: { isSuccessful: false } });
    }
  });

  it('should be documented', async () => {
    const routes = await documentedRoutes(pitlane().url, '/api/v1/sdk-offer-management');
    expect(routes).toEqual(
      expect.arrayContaining([
        { method: 'POST', path: '/api/v1/sdk-offer-management/{product}/offers' },
        { method: 'PUT', path: '/api/v1/sdk-offer-management/{product}/offers/{id}' },
      ]),
    );
  });
});
