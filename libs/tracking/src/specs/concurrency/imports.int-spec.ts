import type { ImportRowResult, StatusRow, UploadRow } from '@app/domain';
import { Database } from '@app/store';
import {
  Given,
  Ledger,
  RETRIES,
  testDatabase,
  type GivenAccount,
  type GivenOffer,
  type OfferInput,
} from '@app/testing';
import { Catalog } from '../../catalog';
import { ChangeStatus } from '../../change-status';
import { DueSignal } from '../../due-signal';
import { RecordConversion } from '../../record-conversion';
import { UpdateStatuses } from '../../update-statuses';
import { UploadConversions } from '../../upload-conversions';

const db = testDatabase(Database);
const given = new Given(db);
const ledger = new Ledger(db);
const CALLBACK = { url: 'https://tenant.example/callback', sendRejected: true };
const NOW = new Date('2024-03-13T12:00:00.000Z');
const MEMBERS = 60;

/** What an API process of its own would have. */
const aProcess = (database: Database): { uploads: UploadConversions; statuses: UpdateStatuses } => {
  const [catalog, due] = [new Catalog(database, RETRIES), new DueSignal(database)];
  return {
    uploads: new UploadConversions(database, catalog, new RecordConversion(database, catalog, due)),
    statuses: new UpdateStatuses(database, new ChangeStatus(database, catalog, due)),
  };
};

let processes: ReturnType<typeof aProcess>[];
beforeAll(() => {
  processes = [aProcess(db.database), aProcess(db.anotherPool())];
});

const offerOf = async (input: OfferInput): Promise<GivenOffer> =>
  given.offer({ account: await given.account({ callback: CALLBACK, frozenAt: NOW }), ...input });

/** One row for each of many members, and one more, a minute later, for every third. */
async function rowsFor(offer: GivenOffer): Promise<UploadRow[]> {
  const clicks = await Promise.all(
    Array.from({ length: MEMBERS }, (_, n) => given.click({ offer, pubMemberId: `m${String(n)}` })),
  );
  return clicks.flatMap(({ id }, n) =>
    (n % 3 === 0 ? [0, 1] : [0]).map((minute) => ({
      clickId: id,
      eventId: null,
      values: { completedAt: new Date(NOW.getTime() - 60_000 * (2 - minute)), revenue: '1', reward: '1' },
    })),
  );
}

const numbered = <Row>(rows: readonly Row[]): { number: number; row: Row }[] =>
  rows.map((row, index) => ({ number: index + 2, row }));

/** The same rows on both processes at once. */
const uploadTwice = ({ accountId }: GivenOffer, rows: UploadRow[]): Promise<ImportRowResult[][]> =>
  Promise.all(processes.map(({ uploads }) => uploads.upload(accountId, numbered(rows))));

const countsOf = (results: readonly ImportRowResult[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { result } of results) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
};

const callbacksOf = async (account: GivenAccount): Promise<number> => (await ledger.deliveriesOf(account)).length;

describe(`${UploadConversions.name}, two processes with the same file`, () => {
  it('should record each row once where repeats are on, with one callback each', async () => {
    const offer = await offerOf({ allowRepetitions: true });
    const rows = await rowsFor(offer);
    const results = (await uploadTwice(offer, rows)).flat();
    expect(countsOf(results)).toEqual({ succeeded: rows.length, unchanged: rows.length });
    expect(await ledger.conversionsOf(offer.account)).toHaveLength(rows.length);
    expect(await callbacksOf(offer.account)).toBe(rows.length);
  });

  it('should record one for each member where repeats are off, and tell both senders the same conversions', async () => {
    const offer = await offerOf({});
    const rows = await rowsFor(offer);
    const [one, other] = await uploadTwice(offer, rows);
    const recorded = await ledger.conversionsOf(offer.account);
    expect(recorded).toHaveLength(MEMBERS);
    expect(await callbacksOf(offer.account)).toBe(MEMBERS);
    const { failed } = countsOf([...one!, ...other!]);
    expect(failed).toBe(2 * (rows.length - MEMBERS));
    expect(one!.map(({ conversionIds }) => conversionIds)).toEqual(other!.map(({ conversionIds }) => conversionIds));
  });

  it.each([
    ['a cap', { allTimeCap: 17 }],
    ['a budget', { totalBudget: '17' }],
  ])('should never take more than %s allows', async (_, limit) => {
    const offer = await offerOf({ allowRepetitions: true, ...limit });
    const rows = await rowsFor(offer);
    const results = (await uploadTwice(offer, rows)).flat();
    expect(countsOf(results)).toEqual({ succeeded: rows.length, unchanged: rows.length });
    const recorded = await ledger.conversionsOf(offer.account);
    expect(recorded).toHaveLength(rows.length);
    expect(recorded.filter(({ status, isRepeated }) => status === 'Success' && isRepeated === false)).toHaveLength(17);
  });
});

describe(`${UpdateStatuses.name}, two processes with the same file`, () => {
  it('should change each conversion once, with one callback', async () => {
    const offer = await offerOf({});
    const clicks = await Promise.all(
      Array.from({ length: MEMBERS }, (_, n) => given.click({ offer, pubMemberId: `m${String(n)}` })),
    );
    for (const click of clicks) await given.conversion({ click });
    const rows: StatusRow[] = clicks.map(({ id }, n) => ({
      clickId: id,
      conversionId: null,
      status: 'Rejected',
      rejectionReason: n % 2 === 0 ? 'Fraud' : 'Test',
    }));
    const results = await Promise.all(
      processes.map(({ statuses }, turn) =>
        statuses.update(offer.accountId, turn === 0 ? numbered(rows) : numbered(rows).toReversed()),
      ),
    );
    expect(countsOf(results.flat())).toEqual({ succeeded: MEMBERS, unchanged: MEMBERS });
    expect(await callbacksOf(offer.account)).toBe(MEMBERS);
  });
});
