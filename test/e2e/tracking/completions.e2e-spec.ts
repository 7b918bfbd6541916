import type { Account } from '../support/account';
import type { LoggedCall, Offer } from '../support/answers';
import { testPitlane } from '../support/pitlane';

const pitlane = testPitlane();
let account: Account;
let offer: Offer;

beforeAll(async () => {
  account = await pitlane().account();
  offer = await account.offer();
});

const newClick = async (of = offer): Promise<string> => (await account.click(of)).clickId;

describe('K3.2 rows 6 and 7', () => {
  it('should record nothing for a second completion, warn, and call back with the first conversion again (G10.2)', async () => {
    const own = await pitlane().account();
    await own.callback({ url: await own.receiver('callback') });
    const once = await own.offer();
    const clicks = [await own.click(once, 'lus'), await own.click(once, 'lus')];
    const [first, second] = [await own.convert(clicks[0]!.clickId), await own.convert(clicks[1]!.clickId)];
    expect(second).toEqual(first);
    expect(await own.api.list('/conversions')).toHaveLength(1);
    const log = await own.api.list<Record<string, unknown>>('/history-logs');
    expect(log).toMatchObject([
      {
        level: 'warning',
        message: 'User has already completed the event',
        conversionId: first.conversionId,
        pubMemberId: 'lus',
      },
    ]);
    const deliveries = await own.deliveries(`conversionId=${first.conversionId}`);
    expect(deliveries.map(({ kind, conversionStatus }) => [kind, conversionStatus])).toEqual([
      ['callback', 'Success'],
      ['callback', 'Success'],
    ]);

    await own.api.patch('/account', { repeatCallbacks: false });
    expect(await own.convert(clicks[0]!.clickId)).toEqual(first);
    expect(await own.deliveries(`conversionId=${first.conversionId}`)).toHaveLength(2);
    const [logged] = await own.api.list<LoggedCall>('/request-logs?kind=conversion');
    expect(logged!.trace.at(-1)).toMatchObject({ row: 6, result: 'failed' });
  });

  it('should judge members apart, not clicks, and events apart', async () => {
    const multi = await account.multiEventOffer(['one', 'two']);
    const [mine, again, theirs] = [
      await account.click(multi, 'me'),
      await account.click(multi, 'me'),
      await account.click(multi, 'them'),
    ];
    const one = await account.convert(mine.clickId, { cnv_event_id: 'one' });
    expect(await account.convert(again.clickId, { cnv_event_id: 'one' })).toEqual(one);
    expect((await account.convert(again.clickId, { cnv_event_id: 'two' })).conversionId).not.toBe(one.conversionId);
    expect((await account.convert(theirs.clickId, { cnv_event_id: 'one' })).conversionId).not.toBe(one.conversionId);
  });

  it('should record a repeat under its own id with the status of the first, and let it follow the first', async () => {
    const repeated = await account.offer({ allowRepetitions: true, rewarding: 'Manual' });
    const clickId = await newClick(repeated);
    const [first, second] = [await account.convert(clickId), await account.convert(clickId)];
    expect(second.conversionId).not.toBe(first.conversionId);
    expect(await account.conversion(second.conversionId)).toMatchObject({
      status: 'Pending',
      isRepeated: true,
      repeatOf: first.conversionId,
      completions: null,
    });
    await account.setStatus(first.conversionId, 'Success');
    expect(await account.conversion(second.conversionId)).toMatchObject({ status: 'Success' });
    expect((await account.convert(clickId)).status).toBe('Success');
    expect(await account.conversion(first.conversionId)).toMatchObject({ completions: 3 });
  });

  it('should judge a member anew whose conversion was rejected', async () => {
    const clickId = await newClick();
    const { conversionId } = await account.convert(clickId);
    await account.setStatus(conversionId, 'Rejected', 'fraud');
    const second = await account.convert(clickId);
    expect(second.status).toBe('Success');
    expect(second.conversionId).not.toBe(conversionId);
  });

  it('should record one of many that come at once', async () => {
    const clickId = await newClick();
    const answers = await Promise.all(Array.from({ length: 24 }, () => account.convert(clickId)));
    expect(new Set(answers.map(({ conversionId }) => conversionId)).size).toBe(1);
    expect(await account.api.list(`/conversions?clickId=${clickId}`)).toHaveLength(1);
  });
});

describe('K3.2 rows 13 and 14', () => {
  it.each([
    ['manual rewarding', { rewarding: 'Manual' }, 'Pending'],
    ['a pending time', { pendingTime: 3 }, 'Pending'],
    ['neither', {}, 'Success'],
  ])('should record with %s', async (_, fields, status) => {
    const { conversionId, ...state } = await account.convertNew(await account.offer(fields));
    expect(state).toMatchObject({ status, rejectionReason: null });
    expect(await account.conversion(conversionId)).toMatchObject({
      status,
      history: [{ from: null, to: status, by: 'postback' }],
    });
  });

  it('should take a click of an offer that was paused since', async () => {
    const paused = await account.offer();
    const clickId = await newClick(paused);
    await account.api.post(`/offers/${paused.id}/pause`);
    expect((await account.convert(clickId)).status).toBe('Success');
  });
});

describe('a status that is set by hand (K3.3)', () => {
  it('should go from any to any, on one conversion, with its history', async () => {
    const { conversionId } = await account.convertNew(offer);
    await account.setStatus(conversionId, 'Pending');
    await account.setStatus(conversionId, 'Rejected', '  chargeback  ');
    await account.setStatus(conversionId, 'Rejected', 'fraud');
    const { status, rejectionReason, history } = await account.setStatus(conversionId, 'Success');
    expect({ status, rejectionReason }).toEqual({ status: 'Success', rejectionReason: null });
    expect(history.map(({ from, to, reason, by }) => [from, to, reason, by])).toEqual([
      [null, 'Success', null, 'postback'],
      ['Success', 'Pending', null, 'admin'],
      ['Pending', 'Rejected', 'chargeback', 'admin'],
      ['Rejected', 'Rejected', 'fraud', 'admin'],
      ['Rejected', 'Success', null, 'admin'],
    ]);
    expect((await account.setStatus(conversionId, 'Success')).history).toHaveLength(5);
  });
});
