import type { Account } from '../support/account';
import type { Envelope, Offer } from '../support/answers';
import { testPitlane } from '../support/pitlane';
import { callWall, type WallOffer } from './wall';

type Details = WallOffer & { viewId: string; isOfferAvailable: boolean };

const pitlane = testPitlane();
let account: Account;

beforeAll(async () => {
  account = await pitlane().account();
  await account.freeze();
});

async function details({ id }: Offer, parameters: Record<string, string> = {}): Promise<Details> {
  const { status, json, text } = await callWall(account, 'offer-details', {
    ...{ offerId: id, pub_member_id: 'lus', ...parameters },
  });
  const { data } = json as Envelope<Details>;
  if (status !== 200 || data === undefined) throw new Error(`No details: ${status} ${text}`);
  return data;
}

describe('offer details', () => {
  it('should have all of the offer, twice, and all of the member (G7.7)', async () => {
    const offer = await account.multiEventOffer(['install', 'level-5'], {
      ...{ headline: 'Boost now', shortDescription: 'Short', keyPoints: 'Fast', offerDetails: 'Long', reward: 50 },
    });
    const { clickId } = await account.click(offer, 'lus');
    const { now } = await account.advance('1m');
    await account.convert(clickId, { cnv_event_id: 'install' });
    const begun = { sequenceNumber: null, minTimeFromPreviousEvent: null, deadlineDays: null, allowRepetitions: false };
    const event = { ...begun, id: expect.any(String) as string, pendingTime: 0, reward: 0 };
    const offerData = {
      ...{ id: offer.id, name: offer.name, headline: 'Boost now', shortDescription: 'Short', keyPoints: 'Fast' },
      ...{ offerDetails: 'Long', termsAndDisclaimers: null, creativeFileUrl: null, offerSource: 'GoKart' },
      ...{ offerType: 'MultiEvent', conversionType: 'FlatRate', allowRepetitions: false, isFeatured: false },
      ...{ reward: 50, pendingTime: 0, categoryId: expect.any(String) as string },
      ...{ categoryName: expect.any(String) as string, launchDate: expect.any(String) as string },
      events: [
        {
          ...{ ...event, eventId: 'install', name: 'install', displayOrder: 1 },
          ...{ isUserCompleted: true, userCompletedAt: now, rewardStatus: 'Completed' },
        },
        {
          ...{ ...event, eventId: 'level-5', name: 'level-5', displayOrder: 2 },
          ...{ isUserCompleted: false, userCompletedAt: null, rewardStatus: null },
        },
      ],
    };
    expect(await details(offer, { pub_session_id: 'session 1' })).toEqual({
      ...offerData,
      offerData,
      viewId: expect.any(String) as string,
      isOfferAvailable: true,
      ...{ isUserCompleted: false, userCompletedAt: null, rewardStatus: null, sessionId: 'session 1' },
    });
  });

  it('should know a member who has completed it, and what the reward waits for', async () => {
    const offer = await account.offer({ pendingTime: 3 });
    expect(await details(offer)).toMatchObject({ isOfferAvailable: true, isUserCompleted: false, sessionId: null });
    const { clickId } = await account.click(offer, 'lus');
    const { now } = await account.advance('1m');
    await account.convert(clickId);
    const completed = { isOfferAvailable: false, isUserCompleted: true, userCompletedAt: now };
    expect(await details(offer)).toMatchObject({ ...completed, rewardStatus: 'Pending' });
    await account.advance('3d');
    expect(await details(offer)).toMatchObject({ ...completed, rewardStatus: 'Completed' });
  });

  it('should say that it is not available to whom it is not for', async () => {
    const offer = await account.offer({ targeting: { countries: ['USA'] } });
    expect(await details(offer, { pub_geo_country: '840' })).toMatchObject({ isOfferAvailable: true });
    expect(await details(offer, { pub_geo_country: 'DE' })).toMatchObject({ isOfferAvailable: false });
  });

  it('should reuse the view of the same offer and member, and make a new one otherwise', async () => {
    const [offer, other] = [await account.offer(), await account.offer()];
    const { viewId } = await details(offer);
    expect((await details(offer, { viewId })).viewId).toBe(viewId);
    expect((await details(offer, { viewId, pub_member_id: 'somebody else' })).viewId).not.toBe(viewId);
    expect((await details(other, { viewId })).viewId).not.toBe(viewId);
    expect(await account.api.list(`/views?offerId=${offer.id}`)).toHaveLength(2);
  });
});
