import { anId, Given, testDatabase, type GivenOffer, type GivenPartner } from '@app/testing';
import fc from 'fast-check';
import { Database } from '../database';
import { foldClickDeltas } from '../queries/click-counts';
import { readSummary, REPORT_GROUPS, type ReportGroup, type SummaryRow } from '../queries/report-queries';
import { insertClicks, insertView, type NewClick } from '../queries/tracking-queries';

const db = testDatabase(Database);
const given = new Given(db);

const DAYS = ['2024-02-29', '2024-03-01', '2024-03-02'] as const;
const RANGE = { from: new Date('2024-02-29T00:00Z'), until: new Date('2024-03-03T00:00Z') };
const CALL = { parameters: {}, sourceIp: '203.0.113.7', url: '/' };

interface Member {
  offers: GivenOffer[];
  partner: GivenPartner;
}

/** An account with two offers and a partner, its clock at the beginning of the first day. */
async function aMember(): Promise<Member> {
  const account = await given.account({ frozenAt: RANGE.from });
  const offers = [await given.offer({ account }), await given.offer({ account })];
  return { offers, partner: await given.partner({ account }) };
}

function aClick({ offers, partner }: Member, { offer = 0, ofPartner = false } = {}): NewClick {
  const { id: offerId = '', accountId = '' } = offers[offer] ?? {};
  const by = { viewId: null, partnerId: ofPartner ? partner.id : null, pubMemberId: 'ann', pubClickId: null };
  return { id: anId(), accountId, offerId, ...by, ...CALL, userAgent: null };
}

const click = (member: Member, count: number, options = {}): Promise<void> =>
  insertClicks(
    db.database,
    Array.from({ length: count }, () => aClick(member, options)),
  );

const view = ({ offers }: Member, offer = 0): Promise<void> => {
  const { id: offerId = '', accountId = '' } = offers[offer] ?? {};
  return insertView(db.database, { id: anId(), accountId, offerId, pubMemberId: 'ann', ...CALL });
};

const accountOf = ({ partner }: Member): string => partner.account.id;

const setDay = (member: Member, day: string, time = '12:00'): Promise<void> =>
  given.platformTime(member.partner.account, new Date(`${day}T${time}Z`));

const removeClicks = (member: Member, offer: number): Promise<unknown> =>
  db.rows('DELETE FROM clicks WHERE account_id = $1 AND offer_id = $2', [accountOf(member), member.offers[offer]?.id]);

const fold = (most = 1_000): Promise<number> => db.database.transaction((tx) => foldClickDeltas(tx, most));

async function foldAll(): Promise<void> {
  while ((await fold()) > 0);
}

const summary = (member: Member, group: ReportGroup): Promise<SummaryRow[]> =>
  readSummary(db.database, accountOf(member), { group, ...RANGE });

const rowsOf = async (table: string): Promise<number> =>
  (await db.row<{ count: number }>(`SELECT count(*)::int FROM ${table}`)).count;

interface Line {
  key: string | null;
  clicks: number;
  views: number;
}

const byKey = (lines: readonly Line[]): Record<string, object> =>
  Object.fromEntries(lines.map(({ key, clicks, views }) => [String(key), { clicks, views }]));

const KEYS = { day: 'utc_day(created_at)', offer: 'offer_id', partner: 'partner_id', event: 'offer_id' } as const;

/** What a look at each single click and view finds. */
const counted = async (member: Member, group: ReportGroup): Promise<object> => {
  const lines = await db.rows<Line>(
    `SELECT ${KEYS[group]}::text AS key, count(*) FILTER (WHERE is_click)::int AS clicks, count(*) FILTER (WHERE NOT is_click)::int AS views
       FROM (SELECT account_id, created_at, offer_id, partner_id, true AS is_click FROM clicks
             UNION ALL SELECT account_id, created_at, offer_id, NULL, false FROM views) rows
      WHERE account_id = $1 AND created_at >= $2 AND created_at < $3 GROUP BY 1`,
    [accountOf(member), RANGE.from, RANGE.until],
  );
  return byKey(lines);
};

async function reported(member: Member, group: ReportGroup): Promise<object> {
  const column = { day: 'day', offer: 'offerId', partner: 'partnerId', event: 'offerId' } as const;
  const rows = await summary(member, group);
  return byKey(rows.map((row) => ({ key: row[column[group]], clicks: row.clicks, views: row.views })));
}

async function expectExact(members: readonly Member[]): Promise<void> {
  for (const member of members) {
    for (const group of REPORT_GROUPS) {
      expect([group, await reported(member, group)]).toEqual([group, await counted(member, group)]);
    }
  }
}

describe(readSummary.name, () => {
  const who = fc.nat(1);
  const offer = fc.nat(1);
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('click'),
        who,
        offer,
        ofPartner: fc.boolean(),
        count: fc.integer({ min: 1, max: 4 }),
      }),
    },
    fc.record({ kind: fc.constant('view'), who, offer }),
    fc.record({ kind: fc.constant('clock'), who, day: fc.constantFrom(...DAYS) }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('fold'), most: fc.integer({ min: 1, max: 3 }) }) },
    fc.record({ kind: fc.constant('remove'), who, offer }),
  );
  type Step = Partial<{ who: number; offer: number; ofPartner: boolean; count: number; day: string; most: number }> & {
    kind: string;
  };

  async function take(members: readonly [Member, Member], { kind, ...given }: Step): Promise<unknown> {
    const member = members[given.who === 1 ? 1 : 0];
    if (kind === 'click') return click(member, given.count ?? 1, given);
    if (kind === 'view') return view(member, given.offer);
    if (kind === 'clock') return setDay(member, given.day ?? DAYS[0]);
    return kind === 'fold' ? fold(given.most ?? 1) : removeClicks(member, given.offer ?? 0);
  }

  it('should tell what a count of every click and view tells, whatever was recorded, folded, removed and in what order', async () => {
    const histories = fc.sample(fc.array(step, { minLength: 10, maxLength: 25, size: 'max' }), {
      numRuns: 12,
      seed: 7,
    });
    for (const history of histories) {
      const members: [Member, Member] = [await aMember(), await aMember()];
      for (const each of history) await take(members, each);
      await expectExact(members);
      await foldAll();
      await expectExact(members);
    }
  });

  it('should count what lies on both sides of midnight, UTC, by its days', async () => {
    const member = await aMember();
    await setDay(member, DAYS[0], '23:59:59.999');
    await click(member, 2);
    await setDay(member, DAYS[1], '00:00');
    await click(member, 3);
    expect(await summary(member, 'day')).toMatchObject([
      { day: DAYS[0], clicks: 2 },
      { day: DAYS[1], clicks: 3 },
    ]);
  });

  it('should be exact at each moment, while others click and fold', async () => {
    const members = [await aMember(), await aMember()];
    const [one, two] = [db.anotherPool(), db.anotherPool()];
    const folds = [one, two].map(async (pool) => {
      for (let round = 0; round < 20; round++) await pool.transaction((tx) => foldClickDeltas(tx, 3));
    });
    const recorded = members.flatMap((member) =>
      Array.from({ length: 10 }, (_, n) => click(member, 2, { offer: n % 2 })),
    );
    await Promise.all([...folds, ...recorded]);
    await expectExact(members);
    await foldAll();
    await expectExact(members);
  });
});

describe(insertClicks.name, () => {
  it('should add one row of counts for each line that a group holds', async () => {
    await foldAll();
    const [one, two] = [await aMember(), await aMember()];
    await insertClicks(db.database, [aClick(one), aClick(two), aClick(one), aClick(one, { ofPartner: true })]);
    expect(await db.rows('SELECT clicks::int FROM click_deltas ORDER BY 1')).toEqual([
      { clicks: 1 },
      { clicks: 1 },
      { clicks: 2 },
    ]);
  });

  it('should stamp the clicks of a line with one instant, that of its count', async () => {
    const member = await aMember();
    await db.rows('UPDATE accounts SET frozen_at = NULL WHERE id = $1', [accountOf(member)]);
    await click(member, 100);
    expect(
      await db.row(
        `SELECT count(DISTINCT created_at)::int AS instants
           FROM clicks WHERE account_id = $1`,
        [accountOf(member)],
      ),
    ).toEqual({ instants: 1 });
    const [line] = await db.rows(
      `SELECT day = (SELECT max(utc_day(created_at)) FROM clicks WHERE account_id = $1) AS same FROM click_deltas WHERE account_id = $1`,
      [accountOf(member)],
    );
    expect(line).toEqual({ same: true });
  });
});

describe(foldClickDeltas.name, () => {
  it('should fold some at a time, into one count for each line', async () => {
    await foldAll();
    const [member, before] = [await aMember(), await rowsOf('click_counts')];
    for (let n = 0; n < 5; n++) await click(member, 1);
    expect([await fold(3), await fold(3), await fold(3)]).toEqual([3, 2, 0]);
    expect(await rowsOf('click_counts')).toBe(before + 1);
  });

  it('should lose and double nothing when it is cut off', async () => {
    const member = await aMember();
    await click(member, 3);
    const cutOff = db.database.transaction(async (tx) => {
      await foldClickDeltas(tx, 1_000);
      throw new Error('killed');
    });
    await expect(cutOff).rejects.toThrow('killed');
    await expectExact([member]);
    expect(await fold()).toBeGreaterThan(0);
    await expectExact([member]);
  });

  it('should leave all to the worker that is at it', async () => {
    await foldAll();
    const member = await aMember();
    await click(member, 3);
    await db.database.transaction(async (tx) => {
      expect(await foldClickDeltas(tx, 1_000)).toBe(1);
      await click(member, 1);
      expect(await fold()).toBe(0);
      await expectExact([member]);
    });
    expect(await fold()).toBe(1);
    await expectExact([member]);
  });

  it('should keep what is clicked while clicks are removed, and leave nothing behind of what is gone', async () => {
    const member = await aMember();
    await click(member, 3);
    await view(member);
    await foldAll();
    const before = await rowsOf('click_counts');
    await db.database.transaction(async (tx) => {
      await tx.query('DELETE FROM clicks WHERE account_id = $1', [accountOf(member)]);
      await click(member, 1);
      await foldAll();
      await expectExact([member]);
    });
    await expectExact([member]);
    await db.rows('DELETE FROM clicks WHERE account_id = $1', [accountOf(member)]);
    await db.rows('DELETE FROM views WHERE account_id = $1', [accountOf(member)]);
    expect(await summary(member, 'offer')).toEqual([]);
    await foldAll();
    expect([await rowsOf('click_counts'), await rowsOf('click_deltas')]).toEqual([before - 1, 0]);
  });
});
