import { wallNames } from '../offer-wall/wall';
import type { Account } from '../support/account';
import type { ConversionAnswer, LoggedCall, Offer } from '../support/answers';
import { testPitlane } from '../support/pitlane';

const pitlane = testPitlane();
let account: Account;

beforeEach(async () => {
  account = await pitlane().account();
  await account.api.post('/emulator/clock/freeze', { at: '2050-03-31T23:58:00.000Z' });
});

const advance = (by: string): Promise<unknown> => account.api.post('/emulator/clock/advance', { by });

const complete = async (clickId: string, event: string): Promise<ConversionAnswer> =>
  account.convert(clickId, { cnv_event_id: event });

const rejected = (rejectionReason: string): object => ({ status: 'Rejected', rejectionReason });
const ACCEPTED = { status: 'Success', rejectionReason: null };

describe('K3.2 rows 5 and 8 to 12', () => {
  it('should reject a call from an address that the whitelist leaves out, and take one that it lets in', async () => {
    const offer = await account.offer({ ipWhitelist: ['203.0.113.0/24'] });
    const { clickId } = await account.click(offer);
    expect(await account.convert(clickId)).toMatchObject(rejected('IP address is not whitelisted'));
    await account.api.patch(`/offers/${offer.id}`, { ipWhitelist: ['203.0.113.0/24', '127.0.0.0/8'] });
    expect(await account.convert(clickId)).toMatchObject(ACCEPTED);
  });

  it('should hold a sequence, its minimum time and its deadline, on the platform clock', async () => {
    const offer = await account.offer({
      offerType: 'MultiEvent',
      events: [
        { eventId: 'install', name: 'Install', sequenceNumber: 1 },
        { eventId: 'level', name: 'Level', sequenceNumber: 2, minTimeFromPreviousEvent: 10 },
        { eventId: 'shop', name: 'Shop', deadlineDays: 1 },
      ],
    });
    const { clickId } = await account.click(offer);
    expect(await complete(clickId, 'level')).toMatchObject(rejected('Event sequence is violated'));
    expect(await complete(clickId, 'install')).toMatchObject(ACCEPTED);
    await advance('9m');
    const tooEarly = rejected('Minimum time from previous event is not reached');
    expect(await complete(clickId, 'level')).toMatchObject(tooEarly);
    await advance('1m');
    expect(await complete(clickId, 'level')).toMatchObject(ACCEPTED);
    await advance('1d');
    expect(await complete(clickId, 'shop')).toMatchObject(rejected('Event deadline has passed'));
    const [logged] = await account.api.list<LoggedCall>('/request-logs?kind=conversion');
    expect(logged).toMatchObject({ httpStatus: 200, result: 'recorded' });
    expect(logged?.trace.at(-1)).toEqual({ row: 10, rule: 'deadline has not passed', result: 'failed' });
  });

  it('should ask RevShare for an amount, and round its shares half-even to two decimals', async () => {
    const offer = await account.offer({ conversionType: 'RevShare', revenueShare: 50, rewardShare: 10 });
    const { clickId } = await account.click(offer);
    expect(await account.convert(clickId)).toMatchObject(rejected('Conversion amount is missing'));
    const { conversionId } = await account.convert(clickId, { cnv_amount: '0.25' });
    const conversion = await account.api.get<Record<string, unknown>>(`/conversions/${conversionId}`);
    expect(conversion).toMatchObject({ status: 'Success', revenue: 0.12, reward: 0.02 });
  });

  it('should fill a daily cap, free it by a rejection, and open it at midnight UTC', async () => {
    const offer = await account.offer({ dailyCap: 1 });
    const first = await account.convertNew(offer);
    const full = rejected('Conversion cap is reached');
    expect(await account.convertNew(offer)).toMatchObject(full);
    await account.api.patch(`/conversions/${first.conversionId}`, { status: 'Rejected' });
    expect(await account.convertNew(offer)).toMatchObject(ACCEPTED);
    expect(await account.convertNew(offer)).toMatchObject(full);
    await advance('2m');
    expect(await account.convertNew(offer)).toMatchObject(ACCEPTED);
    expect(await account.convertNew(offer)).toMatchObject(full);
  });

  it('should leave an offer off the wall while nothing more fits, and no longer (G10.19)', async () => {
    const offers = [
      await account.offer({ name: 'capped', dailyCap: 1 }),
      await account.offer({ name: 'budgeted', dailyBudget: 5, revenue: 5 }),
      await account.multiEventOffer(['one', 'two'], { name: 'multi' }),
      await account.offer({ name: 'open' }),
    ];
    const [capped, budgeted, multi] = offers;
    const { events } = multi!;
    await account.api.patch(`/offers/${multi!.id}`, { events: events.map((event) => ({ ...event, dailyCap: 1 })) });
    const wall = (): Promise<string[]> => wallNames(account, { orderby: 'name', order_asc: 'true' });
    expect(await wall()).toEqual(['budgeted', 'capped', 'multi', 'open']);
    for (const offer of [capped, budgeted]) await account.convertNew(offer!);
    const { clickId } = await account.click(multi!);
    await complete(clickId, 'one');
    expect(await wall()).toEqual(['multi', 'open']);
    await complete(clickId, 'two');
    expect(await wall()).toEqual(['open']);
    await advance('2m');
    expect(await wall()).toEqual(['budgeted', 'capped', 'multi', 'open']);
  });

  it('should spend a budget over all events of an offer, and never more than it', async () => {
    const offer: Offer = await account.offer({
      offerType: 'MultiEvent',
      totalBudget: 10,
      events: [
        { eventId: 'big', name: 'Big', revenue: 7 },
        { eventId: 'small', name: 'Small', revenue: 3 },
      ],
    });
    const { clickId } = await account.click(offer);
    expect(await complete(clickId, 'big')).toMatchObject(ACCEPTED);
    const other = await account.click(offer);
    expect(await complete(other.clickId, 'big')).toMatchObject(rejected('Budget is reached'));
    expect(await complete(other.clickId, 'small')).toMatchObject(ACCEPTED);
  });
});
