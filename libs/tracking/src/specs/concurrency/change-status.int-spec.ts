import { CONVERSION_STATUSES, type ConversionStatus } from '@app/domain';
import { newId } from '@app/runtime';
import { Database, settleAttempts, startAttempts } from '@app/store';
import {
  aSettlement,
  Given,
  RETRIES,
  testDatabase,
  type GivenAccount,
  type GivenClick,
  type GivenOffer,
} from '@app/testing';
import { Catalog } from '../../catalog';
import { ChangeStatus, type WantedStatus } from '../../change-status';
import { DueSignal } from '../../due-signal';
import { RecordConversion } from '../../record-conversion';

const db = testDatabase(Database);
const given = new Given(db);
const CALLBACK = { url: 'https://tenant.example/callback', sendPending: true, sendRejected: true };
const REJECT: WantedStatus = { status: 'Rejected', rejectionReason: 'fraud', by: 'admin' };

/** What an API process of its own would have. */
const aProcess = (database: Database): { changes: ChangeStatus; conversions: RecordConversion } => {
  const [catalog, due] = [new Catalog(database, RETRIES), new DueSignal(database)];
  return {
    changes: new ChangeStatus(database, catalog, due),
    conversions: new RecordConversion(database, catalog, due),
  };
};

let processes: [ReturnType<typeof aProcess>, ReturnType<typeof aProcess>];
beforeAll(() => {
  processes = [aProcess(db.database), aProcess(db.anotherPool())];
});

/** The same sequence of numbers below `limit` in each run. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
}

const anOffer = async (allowRepetitions: boolean, dailyCap: number | null = null): Promise<GivenOffer> => {
  const events = [
    { eventId: 'a', allowRepetitions, dailyCap },
    { eventId: 'b', allowRepetitions, dailyCap },
  ];
  return given.offer({ account: await given.account({ callback: CALLBACK }), events });
};

const post = (click: GivenClick, eventId: string, index: 0 | 1): Promise<unknown> =>
  processes[index].conversions.record({
    by: { kind: 'trusted', accountId: click.accountId },
    sourceIp: null,
    signature: null,
    clickIdText: click.id,
    parameters: { cnv_event_id: eventId },
  });

/** What must be true of an account's conversions at any time, as the rows that break it. */
const BROKEN: Record<string, string> = {
  'a completion that a valid conversion could hold is held by none': `
    SELECT offer_id, pub_member_id, offer_event_id FROM conversions WHERE account_id = $1 AND NOT is_repeated AND status <> 'Rejected'
     GROUP BY 1, 2, 3 HAVING count(*) FILTER (WHERE holds_completion) <> 1`,
  'a repeat stands otherwise than its first': `
    SELECT r.id FROM conversions r JOIN conversions f ON f.id = r.repeat_of
     WHERE r.account_id = $1 AND (r.status, r.rejection_reason) IS DISTINCT FROM (f.status, f.rejection_reason)`,
  'a history has a gap': `
    SELECT conversion_id FROM (
      SELECT conversion_id, from_status, lag(to_status) OVER (PARTITION BY conversion_id ORDER BY sequence) AS before
        FROM conversion_changes WHERE account_id = $1) steps WHERE from_status IS DISTINCT FROM before`,
  'a history ends otherwise than its conversion stands': `
    SELECT c.id FROM conversions c WHERE c.account_id = $1 AND c.status <>
      (SELECT to_status FROM conversion_changes h WHERE h.conversion_id = c.id ORDER BY sequence DESC LIMIT 1)`,
  'what an offer has taken is miscounted': `
    SELECT u.offer_id FROM offer_usage u JOIN offers o ON o.id = u.offer_id WHERE o.account_id = $1 AND (u.conversions, u.revenue) <>
      (SELECT count(*), coalesce(sum(c.revenue), 0) FROM conversions c WHERE c.offer_id = u.offer_id AND c.status <> 'Rejected'
          AND NOT c.is_repeated AND coalesce(c.offer_event_id, c.offer_id) = u.step_id AND utc_day(c.created_at) = u.day)`,
  'the last callback tells something else than the conversion': `
    SELECT c.id FROM conversions c WHERE c.account_id = $1 AND c.status <>
      (SELECT conversion_status FROM deliveries d WHERE d.conversion_id = c.id ORDER BY sequence DESC LIMIT 1)`,
};

async function brokenIn({ id }: GivenAccount): Promise<string[]> {
  const broken: string[] = [];
  for (const [what, query] of Object.entries(BROKEN)) if ((await db.rows(query, [id])).length > 0) broken.push(what);
  return broken;
}

const idsOf = async (offer: GivenOffer): Promise<string[]> => {
  const rows = await db.rows<{ id: string }>('SELECT id FROM conversions WHERE offer_id = $1 ORDER BY id', [offer.id]);
  return rows.map(({ id }) => id);
};

/** Everybody at once; the first error fails, a dead-lock (40P01) among them. */
const all = (work: (() => Promise<unknown>)[]): Promise<unknown> => Promise.all(work.map((each) => each()));

describe(ChangeStatus.name, () => {
  it.each([
    [false, null],
    [true, null],
    [false, 1],
    [true, 1],
  ])('should stay whole under 50 random changes at once, repeats allowed: %s, cap: %s', async (allowed, cap) => {
    const offer = await anOffer(allowed, cap);
    const below = numbers(42);
    const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
    const members = ['m', 'n'];
    const clicks = await Promise.all(
      Array.from({ length: 6 }, (_, index) => given.click({ offer, pubMemberId: members[index % 2] ?? '' })),
    );
    for (let round = 0; round < 3; round++) {
      const ids = await idsOf(offer);
      const firsts = (
        await db.rows<{ id: string }>('SELECT id FROM conversions WHERE offer_id = $1 AND NOT is_repeated', [offer.id])
      ).map(({ id }) => id);
      const work = Array.from({ length: ids.length === 0 ? 8 : 50 }, (_, index) => {
        const process = below(2) as 0 | 1;
        const [click, eventId] = [pick(clicks), pick(['a', 'b'])];
        const status: ConversionStatus = pick(CONVERSION_STATUSES);
        const wanted: WantedStatus = { status, rejectionReason: `reason ${index}`, by: 'admin' };
        const some = Array.from({ length: 4 }, () => pick(firsts));
        if (ids.length === 0 || index % 5 === 0) return () => post(click, eventId, process);
        return () => processes[process].changes.changeAll(offer.accountId, some, wanted);
      });
      await all(work);
      expect(await brokenIn(offer.account)).toEqual([]);
    }
  });

  it('should not wait in a circle for members that two callers change in opposite order', async () => {
    const offer = await anOffer(false);
    const [a, b] = offer.events;
    for (let round = 0; round < 15; round++) {
      const pubMemberId = `m${round}`;
      const conversion = (eventRowId: string | undefined, status: ConversionStatus) =>
        given.conversion({ offer, pubMemberId, offerEventId: eventRowId ?? null, status });
      const [a1, b1] = [await conversion(a?.id, 'Success'), await conversion(b?.id, 'Rejected')];
      const [a2, b2] = [await conversion(a?.id, 'Rejected'), await conversion(b?.id, 'Success')];
      const change = (process: 0 | 1, ids: string[]) => () =>
        processes[process].changes.changeAll(offer.accountId, ids, REJECT);
      await all([
        change(0, [a1.id, b2.id]),
        change(1, [b1.id, a2.id]),
        change(0, [a1.id, b1.id]),
        change(1, [a2.id, b2.id]),
      ]);
    }
  });

  it('should take along a repeat that is being recorded at that moment', async () => {
    const offer = await anOffer(true);
    for (let round = 0; round < 15; round++) {
      const click = await given.click({ offer, pubMemberId: `m${round}` });
      const first = await given.conversion({ click, offerEventId: offer.events[0]?.id ?? null });
      const posts = [0, 1, 0, 1].map((process) => () => post(click, 'a', process as 0 | 1));
      await all([...posts, () => processes[0].changes.changeAll(offer.accountId, [first.id], REJECT), ...posts]);
      expect((await brokenIn(offer.account)).filter((what) => what.includes('repeat'))).toEqual([]);
    }
  });

  it('should not wait in a circle with workers that settle callbacks of the same conversions', async () => {
    const offer = await anOffer(false);
    for (let round = 0; round < 6; round++) {
      const lease = newId();
      const made = await Promise.all(
        Array.from({ length: 60 }, (_, index) =>
          given.conversion({ offer, pubMemberId: `${round}-${index}`, status: 'Pending' }),
        ),
      );
      const deliveries = await Promise.all(
        made.map((conversion) =>
          given.delivery({ conversion, leaseToken: lease, leasedUntil: new Date('2100-01-01') }),
        ),
      );
      await startAttempts(
        db.database,
        lease,
        deliveries.map(({ id }) => id),
        20_000,
      );
      const settlements = deliveries.map(({ id }) => aSettlement({ deliveryId: id, lease })).reverse();
      await all([
        () => settleAttempts(db.database, settlements),
        () =>
          processes[1].changes.changeAll(
            offer.accountId,
            made.map(({ id }) => id),
            REJECT,
          ),
      ]);
    }
  });
});
