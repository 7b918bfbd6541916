import type { Account } from '../support/account';
import { testPitlane } from '../support/pitlane';

const NOW = '2999-01-01T00:30:00.000Z';
const on = (hour: number): string => `2999-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`;

interface ScheduledChange {
  id: string;
  value: number;
  at: string;
  status: 'Pending' | 'Applied';
  appliedAt: string | null;
}

const pitlane = testPitlane();
let account: Account;

beforeEach(async () => {
  account = await pitlane().account();
  await account.api.post('/emulator/clock/freeze', { at: NOW });
});

const schedule = (fields: object): Promise<ScheduledChange> =>
  account.api.post<ScheduledChange>('/scheduled-changes', { field: 'revenue', value: 5, at: on(1), ...fields });
const refusal = async (fields: object): Promise<unknown> => {
  const body = { field: 'revenue', value: 5, at: on(1), ...fields };
  const { status, fields: named } = await account.api.refused('POST', '/scheduled-changes', body);
  return { status, named };
};
const changesOf = (id: string): Promise<ScheduledChange[]> =>
  account.api.list<ScheduledChange>(`/scheduled-changes?offerId=${id}&order_asc=true`);

describe('scheduled changes (G8)', () => {
  it('should be applied at their hours while the clock advances, and pay the conversions after them', async () => {
    const offer = await account.offer({ revenue: 1 });
    await schedule({ offerId: offer.id, value: 2 });
    await schedule({ offerId: offer.id, value: 3, at: on(2) });
    await schedule({ offerId: offer.id, value: 4, at: on(9) });
    const { conversionId: before } = await account.convertNew(offer);
    await account.advance('2h');
    const { conversionId: after } = await account.convertNew(offer);
    expect([await account.conversion(before), await account.conversion(after)]).toMatchObject([
      { revenue: 1 },
      { revenue: 3 },
    ]);
    expect(await changesOf(offer.id)).toMatchObject([
      { status: 'Applied', appliedAt: on(1) },
      { status: 'Applied', appliedAt: on(2) },
      { status: 'Pending', appliedAt: null },
    ]);
    const logs = await account.api.list<{ message: string }>(`/history-logs?offerId=${offer.id}`);
    expect(logs.map(({ message }) => message).sort()).toEqual([
      'Scheduled change: revenue of the offer went from 1 to 2.',
      'Scheduled change: revenue of the offer went from 2 to 3.',
    ]);
  });

  it.each([
    ['the past', { at: '2998-12-31T23:00:00Z' }, 'at'],
    ['the present hour', { at: on(0) }, 'at'],
    ['no full hour', { at: '2999-01-01T01:30:00Z' }, 'at'],
    ['more than a year', { at: '3000-01-01T01:00:00Z' }, 'at'],
    ['no instant', { at: 'tomorrow' }, 'at'],
    ['an empty instant', { at: '' }, 'at'],
    ['another field', { field: 'payout' }, 'field'],
    ['a negative value', { value: -1 }, 'value'],
    ['an event of a single-event offer', { eventId: 'level-5' }, 'eventId'],
    ['nobody’s offer', { offerId: '019a8f3e-0000-7000-8000-000000000001' }, 'offerId'],
  ])('should not be made for %s', async (_, fields, named) => {
    const { id: offerId } = await account.offer();
    expect(await refusal({ offerId, ...fields })).toEqual({ status: 400, named: [named] });
    expect(await changesOf(offerId)).toEqual([]);
  });

  it('should be at most five for a field, and one for an hour', async () => {
    const { id: offerId } = await account.offer();
    for (const hour of [1, 2, 3, 4]) await schedule({ offerId, at: on(hour) });
    expect(await refusal({ offerId, at: on(4) })).toEqual({ status: 400, named: ['at'] });
    await schedule({ offerId, at: on(5) });
    expect(await refusal({ offerId, at: on(6) })).toEqual({ status: 400, named: ['at'] });
    await schedule({ offerId, field: 'reward', at: on(5) });
    expect(await changesOf(offerId)).toHaveLength(6);
  });

  it('should name the event of a multi-event offer', async () => {
    const { id: offerId } = await account.multiEventOffer(['install', 'level-5']);
    expect(await refusal({ offerId })).toEqual({ status: 400, named: ['eventId'] });
    expect(await refusal({ offerId, eventId: 'nothing' })).toEqual({ status: 400, named: ['eventId'] });
    for (const eventId of ['install', 'level-5']) {
      expect(await schedule({ offerId, eventId })).toMatchObject({ eventId, at: on(1) });
    }
  });

  it('should be changed and deleted until they are applied', async () => {
    const { id: offerId } = await account.offer();
    const [kept, gone] = [await schedule({ offerId }), await schedule({ offerId, at: on(2) })];
    const path = `/scheduled-changes/${kept.id}`;
    expect(await account.api.call('PATCH', path, { value: 8, at: on(3) })).toMatchObject({ status: 200 });
    expect(await account.api.get(path)).toMatchObject({ value: 8, at: on(3) });
    expect(await account.api.refused('PATCH', path, { at: on(2) })).toMatchObject({ status: 400, fields: ['at'] });
    expect(await account.api.call('DELETE', `/scheduled-changes/${gone.id}`)).toMatchObject({ status: 204 });
    await account.advance('3h');
    expect(await account.api.get(`/offers/${offerId}`)).toMatchObject({ revenue: 8 });
    expect(await account.api.refused('PATCH', path, { value: 9 })).toMatchObject({ status: 409 });
    expect(await account.api.refused('DELETE', path)).toMatchObject({ status: 409 });
  });

  it("should be shown and changed by nobody else's key", async () => {
    const { id: offerId } = await account.offer();
    const { id } = await schedule({ offerId });
    const other = await pitlane().account();
    expect(await other.api.list('/scheduled-changes')).toEqual([]);
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? { value: 1 } : undefined;
      expect(await other.api.refused(method, `/scheduled-changes/${id}`, body)).toMatchObject({ status: 404 });
    }
    const stolen = { offerId, field: 'revenue', value: 1, at: '2998-01-01T00:00:00Z' };
    expect(await other.api.refused('POST', '/scheduled-changes', stolen)).toMatchObject({ fields: ['offerId'] });
  });
});
