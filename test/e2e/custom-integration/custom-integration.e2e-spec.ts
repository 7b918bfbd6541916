import { randomUUID } from 'node:crypto';
import { clientOf, type ManagementClient } from '../management/management-client';
import { wallPage } from '../offer-wall/wall';
import type { Account } from '../support/account';
import type { Envelope, Offer } from '../support/answers';
import { request } from '../support/http';
import { documentedRoutes } from '../support/openapi';
import { testPitlane } from '../support/pitlane';

const PATH = '/integrations/offer-providers/custom/offers';
const DATA = {
  trackingSystemLink: 'https://advertiser.example/land?click={gk_click_id}',
  trackingSystem: 'Singular',
  name: 'Dragon',
  headline: 'Play it',
};

type Answer = Record<string, { externalId: string; messages: string[] }[]>;

const pitlane = testPitlane();
let account: Account;
let client: ManagementClient;

beforeEach(async () => {
  account = await pitlane().account();
  client = await clientOf(account, 'management');
});

const sync = (...ids: string[]): object => ({
  concurrencyRequestId: randomUUID(),
  operation: 'Synchronize',
  offers: ids.map((externalId) => ({ externalId, offerData: { ...DATA, name: externalId } })),
});

async function send(body: object, by = client): Promise<Answer> {
  const { status, body: answer } = await by.call<Answer>('POST', PATH, body);
  expect({ status, answer }).toMatchObject({ status: 200, answer: { isSuccessful: true } });
  return answer.data!;
}

async function offerOf(name: string): Promise<Offer & { source: string; trackingSystem: string }> {
  const [found] = await account.api.list<Offer & { source: string; trackingSystem: string }>(`/offers?search=${name}`);
  return found!;
}

describe('offers of a custom integration (G7.8)', () => {
  it('should be on the wall and taken up, and paused once they are not sent any more', async () => {
    expect(await send(sync('dragon', 'tiger'))).toMatchObject({ createdOffers: [{ externalId: 'dragon' }, {}] });
    const { items } = await wallPage(account, 'offers', { pub_member_id: 'ann', orderby: 'name', order_asc: 'true' });
    expect(items).toMatchObject([
      { name: 'dragon', offerSource: 'CustomIntegration' },
      { name: 'tiger', offerSource: 'CustomIntegration' },
    ]);
    const dragon = await offerOf('dragon');
    expect(dragon).toMatchObject({ source: 'CustomIntegration', trackingSystem: 'Singular', status: 'Active' });
    const { clickId } = await account.click(dragon, 'ann');
    expect(await send(sync('tiger'))).toMatchObject({
      notChangedOffers: [{ externalId: 'tiger', messages: ['Offer has the same data'] }],
    });
    await expect(account.click(dragon, 'bob')).rejects.toThrow('The click was refused: 410');
    expect(await account.convert(clickId)).toMatchObject({ status: 'Success' });
    await send(sync('dragon', 'tiger'));
    await account.click(dragon, 'bob');
  });

  it('should show in the conversions of the management API, by source and tracking system', async () => {
    await send(sync('dragon'));
    await account.freeze();
    const { conversionId } = await account.convertNew(await offerOf('dragon'));
    const { now } = await account.api.get<{ now: string }>('/emulator/clock');
    const window = `/sdk-conversion-system/conversions?user_completed_at_from=${now}&user_completed_at_to=${now}`;
    expect(
      (await client.page(`${window}&offer_source=CustomIntegration&tracking_system=Singular`)).items,
    ).toMatchObject([{ id: conversionId, offerSource: 'CustomIntegration', trackingSystem: 'Singular' }]);
    for (const filter of ['offer_source=GoKart', 'tracking_system=CustomTracking']) {
      expect((await client.page(`${window}&${filter}`)).totalCount).toBe(0);
    }
  });

  it('should be what one of two at once sent, whoever was first', async () => {
    const answers = await Promise.all([send(sync('dragon', 'tiger')), send(sync('dragon', 'tiger'))]);
    const created = answers.map(({ createdOffers }) => createdOffers!.length).toSorted((left, right) => left - right);
    expect(created).toEqual([0, 2]);
    expect(await account.api.list('/offers')).toHaveLength(2);
  });

  it("should neither show nor touch another account's", async () => {
    await send(sync('dragon'));
    const before = await offerOf('dragon');
    const stranger = await clientOf(await pitlane().account(), 'management');
    expect((await send(sync('dragon'), stranger))['createdOffers']).toHaveLength(1);
    await send(sync('lion'), stranger);
    expect(await offerOf('dragon')).toEqual(before);
  });

  it('should need a key of scope management: 401 and 403 in the envelope', async () => {
    const { status, json } = await request(`${pitlane().url}/api/v1${PATH}`, { method: 'POST' });
    expect([status, (json as Envelope).responseType]).toEqual([401, 'Unauthorized']);
    const advertiser = await clientOf(account, 'advertiser');
    expect(await advertiser.call('POST', PATH, sync('a'))).toMatchObject({
      status: 403,
      body: { isSuccessful: false },
    });
  });

  it('should be documented', async () => {
    expect(await documentedRoutes(pitlane().url, '/api/v1/integrations/offer-providers')).toEqual([
      { method: 'POST', path: '/api/v1/integrations/offer-providers/custom/offers' },
    ]);
  });
});
