import { read, utils } from '@e965/xlsx';
import type { Account } from '../support/account';
import type { Offer } from '../support/answers';
import { testPitlane } from '../support/pitlane';

const DAY = '2999-01-01';
const RANGE = 'from=2999-01-01&to=2999-01-02';

type Line = Record<string, string | number | null>;

const pitlane = testPitlane();
let account: Account;

beforeEach(async () => {
  account = await pitlane().account();
  await account.api.post('/emulator/clock/freeze', { at: `${DAY}T23:59:59.999Z` });
});

const summary = async (query: string): Promise<Line[]> =>
  (await account.api.get<{ items: Line[] }>(`/reports/summary?${query}`)).items;

/** Four clicks on the first day, one of a partner; one conversion on each of two days, one of them rejected; one click on the second. */
async function twoDays(): Promise<Offer> {
  const offer = await account.offer({ name: 'Paid', revenue: 10, payout: 4 });
  const link = await account.link(await account.partner('Brightwheels'), offer);
  const { clickId } = await account.partnerClick(link, { pub_click_id: 'of-partner', pub_member_id: 'of-partner' });
  await account.convert(clickId);
  await account.click(offer);
  await account.click(offer);
  const { clickId: late } = await account.click(offer);
  await account.advance('1ms');
  const { conversionId } = await account.convert(late);
  await account.api.call('PATCH', `/conversions/${conversionId}`, { status: 'Rejected', rejectionReason: 'fraud' });
  await account.click(offer);
  return offer;
}

describe('the summary report (K6)', () => {
  it('should count by UTC day', async () => {
    const { id } = await twoDays();
    await fetch(`${account.url}/api/v1/offer-wall/offer-details?offerId=${id}&pub_member_id=viewer&pub_click_id=1`);
    expect(await summary(`${RANGE}&group_by=day`)).toMatchObject([
      { day: DAY, clicks: 4, views: 0, success: 1, rejected: 0, cr: 25, epc: 2.5, revenue: 10, payout: 4 },
      { day: '2999-01-02', clicks: 1, views: 1, success: 0, rejected: 1, cr: 0, epc: 0, revenue: 0, payout: 0 },
    ]);
    expect(await summary(`from=${DAY}&to=${DAY}`)).toMatchObject([{ day: DAY, clicks: 4 }]);
  });

  it('should count by offer and by partner', async () => {
    const { id } = await twoDays();
    const total = { clicks: 5, success: 1, rejected: 1, cr: 20, epc: 2, revenue: 10, payout: 4 };
    expect(await summary(`${RANGE}&group_by=offer`)).toMatchObject([{ offerId: id, offerName: 'Paid', ...total }]);
    expect(await summary(`${RANGE}&group_by=partner`)).toMatchObject([
      { partnerName: 'Brightwheels', clicks: 1, success: 1, rejected: 0, cr: 100, epc: 10 },
      { partnerId: null, partnerName: null, clicks: 4, success: 0, rejected: 1, cr: 0, epc: 0 },
    ]);
  });

  it('should be narrowed to an offer, a partner, or both', async () => {
    const { id } = await twoDays();
    const other = await account.offer({ name: 'Other' });
    await account.click(other);
    const [line] = await summary(`${RANGE}&group_by=partner&offerId=${id}`);
    const partnerId = String(line?.['partnerId']);
    expect(await summary(`${RANGE}&group_by=offer`)).toHaveLength(2);
    expect(await summary(`${RANGE}&group_by=offer&offerId=${other.id}`)).toMatchObject([
      { offerName: 'Other', clicks: 1 },
    ]);
    expect(await summary(`${RANGE}&offerId=${id}`)).toMatchObject([
      { day: DAY, clicks: 4, success: 1 },
      { day: '2999-01-02', clicks: 1, rejected: 1 },
    ]);
    expect(await summary(`${RANGE}&partnerId=${partnerId}`)).toMatchObject([
      { day: DAY, clicks: 1, success: 1, revenue: 10 },
    ]);
    expect(await summary(`${RANGE}&partnerId=${partnerId}&offerId=${other.id}`)).toEqual([]);
    expect(await account.api.refused('GET', `/reports/summary?${RANGE}&offerId=x`)).toMatchObject({
      status: 400,
      fields: ['offerId'],
    });
  });

  it('should count conversions of each event, beside the clicks of its offer', async () => {
    const offer = await account.multiEventOffer(['install', 'level-5']);
    const { clickId } = await account.click(offer);
    await account.click(offer);
    await account.convert(clickId, { cnv_event_id: 'level-5' });
    expect(await summary(`${RANGE}&group_by=event`)).toMatchObject([
      { offerId: offer.id, eventId: 'install', clicks: 2, success: 0, cr: 0 },
      { offerId: offer.id, eventId: 'level-5', clicks: 2, success: 1, cr: 50 },
    ]);
  });

  it('should be had as CSV and XLSX', async () => {
    await twoDays();
    const { text } = await account.api.call('GET', `/reports/summary?${RANGE}&format=csv`);
    expect(text.split('\n').slice(0, 2)).toEqual([
      'day,clicks,views,pending,success,rejected,cr,epc,revenue,payout',
      `${DAY},4,0,0,1,0,25,2.5,10,4`,
    ]);
    const answer = await fetch(`${account.url}/admin/v1/reports/summary?${RANGE}&format=xlsx`, {
      headers: { authorization: `ApiToken ${account.key}` },
    });
    const { Sheets } = read(Buffer.from(await answer.arrayBuffer()));
    expect(utils.sheet_to_json(Sheets['Sheet1'] ?? {})).toMatchObject([
      { day: DAY, clicks: 4, cr: 25 },
      { day: '2999-01-02', clicks: 1 },
    ]);
  });

  it.each([
    ['no range', '', ['from', 'to']],
    ['no last day', 'from=2999-01-01', ['to']],
    ['a range that ends before it begins', 'from=2999-01-02&to=2999-01-01', ['to']],
    ['more than 366 days', 'from=2999-01-01&to=3000-01-02', ['to']],
    ['another grouping', `${RANGE}&group_by=country`, ['group_by']],
    ['another format', `${RANGE}&format=pdf`, ['format']],
  ])('should be refused for %s', async (_, query, fields) => {
    expect(await account.api.refused('GET', `/reports/summary?${query}`)).toMatchObject({ status: 400, fields });
  });

  it("should know nothing of another account's", async () => {
    await twoDays();
    account = await pitlane().account();
    for (const group of ['day', 'offer', 'partner', 'event']) {
      expect(await summary(`${RANGE}&group_by=${group}`)).toEqual([]);
    }
  });
});
