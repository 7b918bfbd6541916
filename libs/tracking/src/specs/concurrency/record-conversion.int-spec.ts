import { Database } from '@app/store';
import { aConversionCall, Given, RETRIES, testDatabase, type GivenClick } from '@app/testing';
import { Catalog } from '../../catalog';
import { DueSignal } from '../../due-signal';
import type { ConversionCall } from '../../gather-facts';
import type { ConversionResult } from '../../conversion-result';
import { RecordConversion } from '../../record-conversion';

const db = testDatabase(Database);
const given = new Given(db);
const CALLBACK = { url: 'https://tenant.example/callback' };
const AT_ONCE = 100;

/** What an API process of its own would have. */
const aProcess = (database: Database): RecordConversion =>
  new RecordConversion(database, new Catalog(database, RETRIES), new DueSignal(database));

let processes: RecordConversion[];
beforeAll(() => {
  processes = [aProcess(db.database), aProcess(db.anotherPool())];
});

/** The processes in turn. */
function processOf(turn: number): RecordConversion {
  const process = processes[turn % processes.length];
  if (process === undefined) throw new Error('no process');
  return process;
}

/** As many postbacks at once, on both processes in turn, for each of the clicks in turn. */
function postAll(
  clicks: readonly GivenClick[],
  parameters: (index: number) => ConversionCall['parameters'] = () => ({}),
) {
  return Promise.all(
    Array.from({ length: AT_ONCE }, (_, index) => {
      const click = clicks[index % clicks.length];
      if (click === undefined) throw new Error('no click');
      return processOf(Math.floor(index / clicks.length)).record(
        aConversionCall(click, { parameters: parameters(index) }),
      );
    }),
  );
}

const kindsOf = (results: ConversionResult[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { outcome } of results) counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1;
  return counts;
};

const idsOf = (results: ConversionResult[]): Set<string> =>
  new Set(results.map(({ outcome }) => ('conversionId' in outcome ? outcome.conversionId : outcome.code)));

describe(RecordConversion.name, () => {
  it(`should record one of ${AT_ONCE} postbacks of one click at once, on two processes`, async () => {
    const offer = await given.offer({ account: await given.account({ callback: CALLBACK }) });
    const results = await postAll([await given.click({ offer })]);

    expect(kindsOf(results)).toEqual({ recorded: 1, 'already-completed': AT_ONCE - 1 });
    expect(idsOf(results).size).toBe(1);
    const counts = await db.row(
      `SELECT (SELECT count(*)::int FROM conversions WHERE offer_id = $1) AS conversions,
              (SELECT count(*)::int FROM conversion_changes WHERE account_id = $2) AS changes,
              (SELECT count(*)::int FROM history_logs WHERE offer_id = $1) AS warnings,
              (SELECT count(*)::int FROM deliveries WHERE offer_id = $1) AS callbacks`,
      [offer.id, offer.accountId],
    );
    expect(counts).toEqual({ conversions: 1, changes: 1, warnings: AT_ONCE - 1, callbacks: AT_ONCE });
  });

  it('should record one for a member, however many clicks the member made', async () => {
    const offer = await given.offer();
    const clicks = await Promise.all(Array.from({ length: 5 }, () => given.click({ offer, pubMemberId: 'm' })));
    const results = await postAll(clicks);
    expect(kindsOf(results)).toEqual({ recorded: 1, 'already-completed': AT_ONCE - 1 });
    expect(idsOf(results).size).toBe(1);
  });

  it('should record one for each event and member', async () => {
    const offer = await given.offer({ events: [{ eventId: '0' }, { eventId: '1' }, { eventId: '2' }] });
    const clicks = await Promise.all(['m', 'n'].map((pubMemberId) => given.click({ offer, pubMemberId })));
    const results = await postAll(clicks, (index) => ({ cnv_event_id: String(index % 3) }));
    expect(kindsOf(results)).toEqual({ recorded: 6, 'already-completed': AT_ONCE - 6 });
    const doubled = await db.rows(
      `SELECT FROM conversions WHERE offer_id = $1 GROUP BY pub_member_id, offer_event_id HAVING count(*) > 1`,
      [offer.id],
    );
    expect(doubled).toEqual([]);
  });

  it('should record one for each member when two processes take the same members in opposite orders', async () => {
    const offer = await given.offer();
    const clicks = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) => given.click({ offer, pubMemberId: `m${index}` })),
    );
    const results = await Promise.all([
      ...clicks.map((click) => processOf(0).record(aConversionCall(click))),
      ...clicks.toReversed().map((click) => processOf(1).record(aConversionCall(click))),
    ]);
    expect(kindsOf(results)).toEqual({ recorded: AT_ONCE, 'already-completed': AT_ONCE });
  });

  it('should make all but one of them repeats of the first where repeats are on', async () => {
    const offer = await given.offer({ allowRepetitions: true });
    const results = await postAll([await given.click({ offer })]);
    expect(kindsOf(results)).toEqual({ recorded: AT_ONCE });
    expect(idsOf(results).size).toBe(AT_ONCE);
    const rows = await db.rows<{ repeatOf: string | null; holds: boolean; count: number }>(
      `SELECT repeat_of AS "repeatOf", holds_completion AS holds, count(*)::int FROM conversions WHERE offer_id = $1
        GROUP BY 1, 2 ORDER BY 3`,
      [offer.id],
    );
    const { id } = await db.row<{ id: string }>('SELECT id FROM conversions WHERE offer_id = $1 AND holds_completion', [
      offer.id,
    ]);
    expect(rows).toEqual([
      { repeatOf: null, holds: true, count: 1 },
      { repeatOf: id, holds: false, count: AT_ONCE - 1 },
    ]);
  });

  it.each([
    ['a cap', { dailyCap: 50 }],
    ['a cap for ever', { allTimeCap: 50 }],
    ['a budget', { totalBudget: '500', revenue: '10' }],
  ])('should record exactly 50 of 200 members at once within %s of 50, on two processes', async (_, limits) => {
    const offer = await given.offer(limits);
    const clicks = await Promise.all(
      Array.from({ length: 2 * AT_ONCE }, (_, index) => given.click({ offer, pubMemberId: `m${index}` })),
    );
    const results = await Promise.all(clicks.map((click, index) => processOf(index).record(aConversionCall(click))));
    const statuses = results.map(({ outcome }) => ('status' in outcome ? outcome.status : outcome.code));
    expect(statuses.filter((status) => status === 'Success')).toHaveLength(50);
    expect(statuses.filter((status) => status === 'Rejected')).toHaveLength(2 * AT_ONCE - 50);
  });

  it('should judge each by the configuration of its moment, while that changes', async () => {
    const offer = await given.offer();
    const clicks = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) => given.click({ offer, pubMemberId: `m${index}` })),
    );
    const change = async (): Promise<void> => {
      for (const rewarding of ['Manual', 'Automatic', 'Manual', 'Automatic', 'Manual']) {
        await db.rows('UPDATE offers SET rewarding = $2 WHERE id = $1', [offer.id, rewarding]);
      }
    };
    const [results] = await Promise.all([postAll(clicks), change()]);
    expect(kindsOf(results)).toEqual({ recorded: AT_ONCE });
    const late = await aProcess(db.database).record(aConversionCall(await given.click({ offer, pubMemberId: 'late' })));
    expect(late.outcome).toMatchObject({ status: 'Pending' });
  });

  it('should number the callbacks of a conversion in the order in which they were committed', async () => {
    const offer = await given.offer({ account: await given.account({ callback: CALLBACK }) });
    await postAll([await given.click({ offer })]);
    const { ordered } = await db.row<{ ordered: boolean }>(
      `SELECT bool_and(created_at >= before) AS ordered
         FROM (SELECT created_at, lag(created_at) OVER (ORDER BY sequence) AS before FROM deliveries WHERE offer_id = $1) steps`,
      [offer.id],
    );
    expect(ordered).toBe(true);
  });
});
