import type { ImportRowResult, StatusRow } from '@app/domain';
import { Database } from '@app/store';
import { anId, Given, Ledger, RETRIES, testDatabase, type GivenAccount, type GivenConversion } from '@app/testing';
import { Catalog } from '../../catalog';
import { ChangeStatus } from '../../change-status';
import { DueSignal } from '../../due-signal';
import { UpdateStatuses } from '../../update-statuses';

const db = testDatabase(Database);
const given = new Given(db);
const ledger = new Ledger(db);
const CALLBACK = { url: 'https://tenant.example/callback', sendPending: true, sendRejected: true };

let statuses: UpdateStatuses;
beforeAll(() => {
  const changes = new ChangeStatus(db.database, new Catalog(db.database, RETRIES), new DueSignal(db.database));
  statuses = new UpdateStatuses(db.database, changes);
});

const anAccount = (): Promise<GivenAccount> => given.account({ callback: CALLBACK });

/** Conversions of one click, each of an event of its own. */
async function twoOfOneClick(account: GivenAccount): Promise<[GivenConversion, GivenConversion]> {
  const offer = await given.offer({ account, events: [{ eventId: 'a' }, { eventId: 'b' }] });
  const click = await given.click({ offer });
  const [a, b] = offer.events.map(({ id }) => id);
  return [await given.conversion({ click, offerEventId: a! }), await given.conversion({ click, offerEventId: b! })];
}

const oneOf = async (account: GivenAccount, status: 'Pending' | 'Success' = 'Success'): Promise<GivenConversion> =>
  given.conversion({ offer: await given.offer({ account }), status });

const toRow = ({ clickId }: { clickId: string }, row: Partial<StatusRow> = {}): StatusRow => ({
  clickId,
  conversionId: null,
  status: 'Rejected',
  rejectionReason: null,
  ...row,
});

const update = (account: GivenAccount, ...rows: StatusRow[]): Promise<ImportRowResult[]> =>
  statuses.update(
    account.id,
    rows.map((row, index) => ({ number: index + 2, row })),
  );

const resultsOf = (results: readonly ImportRowResult[]): string[] => results.map(({ result }) => result);

const standsAt = async (account: GivenAccount): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    (await ledger.conversionsOf(account)).map(({ id, status, reason }): [string, unknown] => [
      String(id),
      [status, reason],
    ]),
  );

const callbacksOf = async (account: GivenAccount): Promise<unknown[]> =>
  (await ledger.deliveriesOf(account)).map(({ conversionId, conversionStatus }) => [conversionId, conversionStatus]);

describe(UpdateStatuses.name, () => {
  it('should set the status of one conversion event by its id, and of all of a click without', async () => {
    const account = await anAccount();
    const [a, b] = await twoOfOneClick(account);
    const byId = await update(account, toRow(a, { conversionId: b.id, rejectionReason: 'Fraud' }));
    expect(byId).toEqual([{ number: 2, result: 'succeeded', reason: null, conversionIds: [b.id] }]);
    expect(await standsAt(account)).toEqual({ [a.id]: ['Success', null], [b.id]: ['Rejected', 'Fraud'] });

    const [all] = await update(account, toRow(a, { status: 'Pending' }));
    expect(all?.conversionIds.toSorted()).toEqual([a.id, b.id].toSorted());
    expect(await standsAt(account)).toEqual({ [a.id]: ['Pending', null], [b.id]: ['Pending', null] });
    expect(await callbacksOf(account)).toHaveLength(3);
    const changes = (await ledger.changesOf(account)).filter(({ from }) => from !== null);
    expect(changes.map(({ by }) => by)).toEqual(['import', 'import', 'import']);
  });

  it('should refuse rows that mean nothing of this account, and carry out the others', async () => {
    const account = await anAccount();
    const [mine, another, foreign] = [await oneOf(account), await oneOf(account), await oneOf(await anAccount())];
    const lonely = await given.click({ offer: await given.offer({ account }) });
    const eventId = (await given.offer({ account, events: [{}] })).events[0]?.id ?? '';
    const results = await update(
      account,
      toRow(foreign),
      toRow(mine, { conversionId: foreign.id }),
      toRow(mine, { conversionId: another.id }),
      toRow(mine, { conversionId: eventId }),
      toRow({ clickId: anId() }),
      toRow({ clickId: lonely.id }),
      toRow(mine),
    );
    expect(resultsOf(results)).toEqual([...Array.from({ length: 6 }, () => 'failed'), 'succeeded']);
    expect(results[0]?.reason).toContain('gk_click_id');
    expect(results[1]?.reason).toContain('EventId');
    expect(await standsAt(account)).toEqual({ [mine.id]: ['Rejected', null], [another.id]: ['Success', null] });
    expect(await standsAt(foreign.click.offer.account)).toEqual({ [foreign.id]: ['Success', null] });
  });

  it('should leave alone what is so already, without a callback', async () => {
    const account = await anAccount();
    const [one, two] = [await oneOf(account), await oneOf(account, 'Pending')];
    const rows = [toRow(one, { rejectionReason: 'Fraud' }), toRow(two, { status: 'Success' })];
    expect(resultsOf(await update(account, ...rows))).toEqual(['succeeded', 'succeeded']);
    expect(resultsOf(await update(account, ...rows))).toEqual(['unchanged', 'unchanged']);
    expect(resultsOf(await update(account, toRow(one)))).toEqual(['unchanged']);
    expect(await standsAt(account)).toEqual({ [one.id]: ['Rejected', 'Fraud'], [two.id]: ['Success', null] });
    expect(await callbacksOf(account)).toHaveLength(2);
  });

  it('should replace the reason of a Rejected one, without a callback', async () => {
    const account = await anAccount();
    const one = await oneOf(account);
    await update(account, toRow(one, { rejectionReason: 'Fraud' }));
    expect(resultsOf(await update(account, toRow(one, { rejectionReason: 'Test' })))).toEqual(['succeeded']);
    expect(await standsAt(account)).toEqual({ [one.id]: ['Rejected', 'Test'] });
    expect(await callbacksOf(account)).toHaveLength(1);
  });

  it('should carry out rows of the same conversion in the order of the file', async () => {
    const account = await anAccount();
    const [a, b] = await twoOfOneClick(account);
    const results = await update(
      account,
      toRow(a, { conversionId: a.id, status: 'Pending' }),
      toRow(a, { conversionId: b.id, status: 'Pending' }),
      toRow(a, { status: 'Rejected', rejectionReason: 'Fraud' }),
      toRow(a, { conversionId: a.id, status: 'Success' }),
      toRow(a, { conversionId: b.id, status: 'Rejected' }),
      toRow(a, { conversionId: a.id, status: 'Pending' }),
    );
    expect(results.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(resultsOf(results)).toEqual([
      ...['succeeded', 'succeeded', 'succeeded', 'succeeded', 'unchanged', 'succeeded'],
    ]);
    expect(await standsAt(account)).toEqual({ [a.id]: ['Pending', null], [b.id]: ['Rejected', 'Fraud'] });
    const ofA = (await callbacksOf(account)).filter((callback) => Array.isArray(callback) && callback[0] === a.id);
    expect(ofA).toEqual([
      [a.id, 'Pending'],
      [a.id, 'Rejected'],
      [a.id, 'Success'],
      [a.id, 'Pending'],
    ]);
  });
});
