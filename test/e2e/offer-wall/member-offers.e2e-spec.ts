import type { Account } from '../support/account';
import type { Offer } from '../support/answers';
import { testPitlane } from '../support/pitlane';
import { callWall, wallNames, wallPage } from './wall';

const PATH = 'pub-member/offers';

const pitlane = testPitlane();
let account: Account;
let once: Offer;
let steps: Offer;

beforeEach(async () => {
  account = await pitlane().account();
  await account.freeze();
  once = await account.offer({ name: 'once' });
  steps = await account.multiEventOffer(['install', 'level-5'], { name: 'steps' });
  await account.offer({ name: 'never touched' });
});

const names = async (progress?: string): Promise<string[]> => {
  const filter: Record<string, string> = progress === undefined ? {} : { 'filter.Progress': progress };
  return (await wallNames(account, filter, PATH)).toSorted();
};

describe("a member's offers", () => {
  it('should be those in progress and those completed, never the catalogue', async () => {
    expect(await names()).toEqual([]);
    const { clickId } = await account.click(steps, 'lus');
    await account.convert((await account.click(once, 'lus')).clickId);
    await account.click(once, 'somebody else');
    expect(await names()).toEqual(['once', 'steps']);
    expect(await names('InProgress')).toEqual(['steps']);
    expect(await names('In Progress')).toEqual(['steps']);
    expect(await names('Completed')).toEqual(['once']);
    await account.convert(clickId, { cnv_event_id: 'install' });
    expect(await names('InProgress')).toEqual(['steps']);
    await account.convert(clickId, { cnv_event_id: 'level-5' });
    expect(await names('Completed')).toEqual(['once', 'steps']);
  });

  it('should say how far the member is, with the offer and with each event', async () => {
    const { clickId } = await account.click(steps, 'lus');
    await account.convert(clickId, { cnv_event_id: 'install' });
    const { items } = await wallPage(account, PATH, { pub_member_id: 'lus', fields: 'epc' });
    expect(items).toMatchObject([
      {
        ...{ id: steps.id, epc: 0, isOfferAvailable: true },
        ...{ isUserCompleted: false, userCompletedAt: null, rewardStatus: null },
        events: [
          { eventId: 'install', isUserCompleted: true, rewardStatus: 'Completed' },
          { eventId: 'level-5', isUserCompleted: false, userCompletedAt: null, rewardStatus: null },
        ],
      },
    ]);
  });

  it('should be completed and Pending until the reward is sure, and in progress again once it is rejected', async () => {
    const waiting = await account.offer({ name: 'waiting', pendingTime: 3 });
    const { clickId } = await account.click(waiting, 'lus');
    const { now } = await account.advance('1h');
    const { conversionId } = await account.convert(clickId);
    const state = async (): Promise<unknown> => (await wallPage(account, PATH, { pub_member_id: 'lus' })).items;
    expect(await state()).toMatchObject([{ isUserCompleted: true, userCompletedAt: now, rewardStatus: 'Pending' }]);
    await account.advance('3d');
    expect(await state()).toMatchObject([
      { isUserCompleted: true, userCompletedAt: now, rewardStatus: 'Completed', isOfferAvailable: false },
    ]);
    await account.setStatus(conversionId, 'Rejected', 'fraud');
    expect(await names('InProgress')).toEqual(['waiting']);
    expect(await state()).toMatchObject([{ isUserCompleted: false, rewardStatus: null, isOfferAvailable: true }]);
  });

  it('should stay when the offer is paused, as not available, and be gone once it is deleted', async () => {
    await account.click(once, 'lus');
    await account.api.post(`/offers/${once.id}/pause`);
    const { items } = await wallPage(account, PATH, { pub_member_id: 'lus' });
    expect(items).toMatchObject([{ id: once.id, isOfferAvailable: false }]);
    await account.api.delete(`/offers/${once.id}`);
    expect(await names()).toEqual([]);
  });

  it("should be no other account's, whose member has the same id", async () => {
    await account.click(once, 'lus');
    const other = await pitlane().account();
    await other.offer({ name: 'of another' });
    expect(await wallNames(other, {}, PATH)).toEqual([]);
  });

  it.each([
    ['pub_member_id', {}],
    ['filter.Progress', { pub_member_id: 'lus', 'filter.Progress': 'Begun' }],
  ])('should be refused for %s, by its name', async (name, parameters: Record<string, string>) => {
    const { status, json } = await callWall(account, PATH, parameters);
    expect({ status, json }).toMatchObject({
      status: 400,
      json: { isSuccessful: false, messages: [expect.stringContaining(name)] },
    });
  });
});
