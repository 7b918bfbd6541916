import type { Account } from '../support/account';
import type { ConversionAnswer, Envelope, Offer } from '../support/answers';
import { CONVERSION_FIELDS } from '../support/callback-fields';
import { request } from '../support/http';
import { testPitlane } from '../support/pitlane';
import { clientOf, ManagementClient } from './management-client';

const PATH = '/sdk-conversion-system/conversions';
const ALL = `${PATH}?user_completed_at_from=2050-01-01&user_completed_at_to=2050-03-31T23:59:59Z`;
const UNKNOWN = '019a8f3e-0000-7000-8000-000000000000';

type Shown = Record<string, unknown> & { id: string; conversionEvents?: Shown[] };

const pitlane = testPitlane();
let account: Account;
let client: ManagementClient;
let single: Offer;
let multi: Offer;
let first: ConversionAnswer & { clickId: string };
let partnerId = '';
let funnel: { clickId: string; install: ConversionAnswer; level: ConversionAnswer };

beforeAll(async () => {
  account = await pitlane().account();
  client = await clientOf(account, 'management');
  await account.api.post('/emulator/clock/freeze', { at: '2050-03-15T10:30:00Z' });
  single = await account.offer({ revenue: 2.5, reward: 100, payout: 0.5 });
  multi = await account.multiEventOffer(['install', 'level'], {
    name: 'Dragon 100%',
    events: ['install', 'level'].map((eventId) => ({ eventId, name: eventId, revenue: 1, reward: 10 })),
  });
  const partner = await account.partner();
  partnerId = partner.id;
  const link = await account.link(partner, single);
  const { clickId } = await account.partnerClick(link, {
    pub_click_id: 'their-click',
    pub_member_id: 'ann',
    pub_device: 'IOS',
    pub_sub_15: 'last',
  });
  first = { clickId, ...(await account.convert(clickId, { cnv_amount: '4.20', cnv_sub_5: 'five' })) };
  await account.advance('1d');
  const { clickId: both } = await account.click(multi, 'bob');
  const install = await account.convert(both, { cnv_event_id: 'install' });
  await account.advance('1h');
  funnel = { clickId: both, install, level: await account.convert(both, { cnv_event_id: 'level' }) };
});

describe('keys (G7.4)', () => {
  it.each([
    ['no key', {}],
    ['a wrong key', { authorization: 'ApiToken wrong' }],
    ['another scheme', { authorization: 'Bearer wrong' }],
  ])('should be needed, 401 in the envelope: %s', async (_, headers) => {
    for (const path of [PATH, `${PATH}/${first.conversionId}`]) {
      const { status, json } = await request(`${pitlane().url}/api/v1${path}`, { headers });
      expect({ status, json }).toMatchObject({
        status: 401,
        json: { isSuccessful: false, responseType: 'Unauthorized', messages: [expect.stringContaining('ApiToken')] },
      });
    }
  });

  it('should be of scope management or admin, else 403 in the envelope', async () => {
    for (const [scope, partner] of [['advertiser'], ['partner', partnerId]] as const) {
      const { status, body } = await (await clientOf(account, scope, partner)).call('GET', ALL);
      expect({ status, body }).toMatchObject({ status: 403, body: { isSuccessful: false, responseType: 'Forbidden' } });
    }
    expect((await new ManagementClient(account.url, account.key).page(ALL)).totalCount).toBe(2);
  });

  it("should show nothing of another account's", async () => {
    const stranger = await clientOf(await pitlane().account(), 'management');
    expect((await stranger.page(ALL)).totalCount).toBe(0);
    expect((await stranger.call('GET', `${PATH}/${first.conversionId}`)).status).toBe(404);
  });
});

describe('list of conversions (G7.5)', () => {
  it('should list the newest first, with the steps of a MultiEvent offer in one', async () => {
    const page = await client.page<Shown>(ALL);
    expect(page).toMatchObject({ indexFrom: 0, pageIndex: 0, pageSize: 10, totalCount: 2, totalPages: 1 });
    expect(page.items.map(({ id }) => id)).toEqual([funnel.install.conversionId, first.conversionId]);
    expect(page.items[0]!.conversionEvents!.map(({ id, eventId }) => [id, eventId])).toEqual([
      [funnel.install.conversionId, 'install'],
      [funnel.level.conversionId, 'level'],
    ]);
    expect(page.items[1]).not.toHaveProperty('conversionEvents');
  });

  it.each([
    ['neither end', ''],
    ['no end', 'user_completed_at_from=2050-01-01'],
    ['no beginning', 'user_completed_at_to=2050-03-31'],
    ['the end before the beginning', 'user_completed_at_from=2050-03-31&user_completed_at_to=2050-01-01'],
  ])('should find nothing with %s of the window', async (_, query) => {
    expect(await client.page(`${PATH}?${query}`)).toMatchObject({ totalCount: 0, totalPages: 0, items: [] });
  });

  it('should find what was completed in the window, its ends included', async () => {
    const window = (from: string, to: string): Promise<number> =>
      client
        .page(`${PATH}?filter.user_completed_at_from=${from}&filter.user_completed_at_to=${to}`)
        .then(({ totalCount }) => totalCount);
    expect(await window('2050-03-15T10:30:00Z', '2050-03-15T10:30:00Z')).toBe(1);
    expect(await window('2050-03-15T10:30:00.001Z', '2050-03-16T10:29:59Z')).toBe(0);
    // Both steps alone lead to their conversion.
    expect(await window('2050-03-16T10:30:00Z', '2050-03-16T11:00:00Z')).toBe(1);
    expect(await window('2050-03-16T11:00:00Z', '2050-03-16T12:00:00Z')).toBe(1);
  });

  it.each([
    ['search=dragon', 'multi'],
    ['search=100%25', 'multi'],
    ['filter.search=boost+card', 'single'],
    ['search=ann&searchBy=PubMemberId,OfferName', 'single'],
    ['search=ann&searchBy=OfferName', 'none'],
    ['filter.search=level&filter.searchBy=EventId', 'multi'],
    ['search=_nn', 'none'],
    ['offer_type=MultiEvent', 'multi'],
    ['filter.offer_type=SingleEvent', 'single'],
    ['filter.status=Pending,Rejected', 'none'],
    ['device=IOS', 'single'],
    ['device=All', 'both'],
    ['filter.tracking_system=AppsFlyer', 'none'],
    ['tracking_system=CustomTracking', 'both'],
    ['offer_source=Wannads', 'none'],
    ['filter.offer_source=GoKart,Wannads', 'both'],
    ['pub_member_id=bob', 'multi'],
  ])('should narrow by %s to %s', async (query, found) => {
    const { items, totalCount } = await client.page<Shown>(`${ALL}&${query}`);
    const offers = { single: [single.id], multi: [multi.id], none: [], both: [multi.id, single.id] }[found]!;
    expect([totalCount, items.map(({ offerId }) => offerId)]).toEqual([offers.length, offers]);
  });

  it('should narrow by offer and partner, and page and sort', async () => {
    expect((await client.page(`${ALL}&filter.offer_id=${multi.id}`)).totalCount).toBe(1);
    expect((await client.page(`${ALL}&partner_id=${partnerId}`)).totalCount).toBe(1);
    const oldest = await client.page<Shown>(`${ALL}&orderby=usercompletedat&order_asc=true&page_size=1`);
    expect(oldest.items.map(({ id }) => id)).toEqual([first.conversionId]);
    const second = await client.page<Shown>(`${ALL}&orderby=CreatedAt&order_asc=true&page_size=1&page=1`);
    expect(second).toMatchObject({ pageIndex: 1, totalPages: 2, hasPreviousPage: true, hasNextPage: false });
    expect(second.items.map(({ id }) => id)).toEqual([funnel.install.conversionId]);
    expect(await client.page(`${ALL}&page=7`)).toMatchObject({ totalCount: 2, items: [] });
  });

  it.each([
    ['user_completed_at_from=2050-01-01&user_completed_at_to=2050-04-01T00:00:01Z', 'user_completed_at_to'],
    ['user_completed_at_from=yesterday', 'user_completed_at_from'],
    ['filter.offer_type=Both', 'offer_type'],
    ['filter.tracking_system=Appsflyer2', 'tracking_system'],
    ['searchBy=Nothing', 'searchBy'],
    ['status=Done', 'status'],
    ['offer_id=x', 'offer_id'],
    ['orderby=rejectionReason', 'orderby'],
    ['page_size=101', 'page_size'],
    ['page=-1', 'page'],
    ['filter.unknown=1', 'unknown'],
    ['search=%00', 'search'],
    ['search=a&search=b', 'search'],
  ])('should refuse %s, naming the field in the envelope', async (query, field) => {
    const { status, body } = await client.call('GET', `${PATH}?${query}`);
    expect({ status, body }).toMatchObject({ status: 400, body: { isSuccessful: false, responseType: 'BadRequest' } });
    expect(body.messages.join(' ')).toContain(field);
  });
});

describe('one conversion (G7.6)', () => {
  const get = (id: string): Promise<Shown> => client.data<Shown>(`${PATH}/${id}`);

  it('should show its own state and what the callback tells, under the same names', async () => {
    const shown = await get(first.conversionId.toUpperCase());
    expect(shown).toMatchObject({
      id: first.conversionId,
      conversionId: first.conversionId,
      clickId: first.clickId,
      createdAt: '2050-03-15T10:30:00.000Z',
      modifiedAt: '2050-03-15T10:30:00.000Z',
      userCompletedAt: '2050-03-15T10:30:00.000Z',
      isRepeated: false,
      status: 'Success',
      rejectionReason: null,
      isUserCompleted: true,
      isRewardSent: false,
      partnerId,
      partnerName: 'Brightwheels',
      revenue: 2.5,
      rewardPoints: 100,
      payout: 0.5,
      pubMemberId: 'ann',
      pubClickId: 'their-click',
      pubDevice: 'IOS',
      pubSub15: 'last',
      trackSysConversionAmount: '4.20',
      trackSysConversionSub5: 'five',
      offerType: 'SingleEvent',
      offerSource: 'GoKart',
      trackingSystem: 'CustomTracking',
      ipAddress: '127.0.0.1',
    });
    expect(CONVERSION_FIELDS.filter((name) => !(name in shown))).toEqual([]);
  });

  it('should be found by the id of the first and of every other event of its click (G10.21)', async () => {
    const [byFirst, byLevel] = [await get(funnel.install.conversionId), await get(funnel.level.conversionId)];
    expect(byLevel).toEqual(byFirst);
    expect(byFirst).toMatchObject({
      id: funnel.install.conversionId,
      clickId: funnel.clickId,
      offerType: 'MultiEvent',
      isUserCompleted: true,
      revenue: 2,
      rewardPoints: 20,
      userCompletedAt: '2050-03-16T11:30:00.000Z',
      conversionEvents: [
        { sequenceNumber: null, trackSysEventId: 'install' },
        { conversionId: funnel.level.conversionId },
      ],
    });
  });

  it('should follow a step that is rejected later', async () => {
    const { clickId } = await account.click(multi, 'eve');
    const { conversionId } = await account.convert(clickId, { cnv_event_id: 'install' });
    expect(await get(conversionId)).toMatchObject({ status: 'Success', isUserCompleted: false });
    await account.setStatus(conversionId, 'Rejected', 'fraud');
    expect(await get(conversionId)).toMatchObject({
      status: 'Rejected',
      rejectionReason: 'fraud',
      conversionEvents: [{ status: 'Rejected', rejectionReason: 'fraud' }],
    });
    await account.api.post('/emulator/clock/advance', { by: '1m' });
  });

  it.each([UNKNOWN, 'x', `${UNKNOWN}/`])('should be 404 in the envelope: %s', async (id) => {
    const { status, body } = await client.call('GET', `${PATH}/${id}`);
    expect([status, body.isSuccessful, body.responseType]).toEqual([404, false, 'NotFound']);
  });
});

describe('paths beside it', () => {
  it('should stay those of the conversion postback', async () => {
    const { status, json } = await request(`${pitlane().url}/api/v1/sdk-conversion-system/other/path`);
    expect([status, (json as Envelope).messages]).toEqual([404, [expect.stringContaining('postback URL')]]);
  });
});
