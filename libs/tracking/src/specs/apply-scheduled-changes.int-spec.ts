import { Database } from '@app/store';
import { Given, testDatabase, type GivenAccount, type GivenOffer } from '@app/testing';
import { randomUUID } from 'node:crypto';
import { ApplyScheduledChanges } from '../apply-scheduled-changes';

const db = testDatabase(Database);
const given = new Given(db);
const DUE = new Date('2024-03-04T12:00:00.000Z');
const JUST_BEFORE = new Date(DUE.getTime() - 1);
const hours = (count: number): Date => new Date(DUE.getTime() + count * 3_600_000);

let changes: ApplyScheduledChanges;
beforeAll(() => {
  changes = new ApplyScheduledChanges(db.database);
});
afterEach(() => db.rows('TRUNCATE scheduled_changes'));

interface Wanted {
  field?: 'revenue' | 'reward';
  value: string;
  dueAt?: Date;
  offerEventId?: string;
}

async function scheduled(
  offer: GivenOffer,
  { field = 'revenue', value, dueAt = DUE, offerEventId }: Wanted,
): Promise<void> {
  await db.rows(
    `INSERT INTO scheduled_changes (id, account_id, offer_id, offer_event_id, field, value, due_at, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [randomUUID(), offer.accountId, offer.id, offerEventId ?? null, field, value, dueAt, JUST_BEFORE],
  );
}

const pays = ({ id }: GivenOffer): Promise<Record<string, unknown>> =>
  db.row('SELECT trim_scale(revenue)::text AS revenue, trim_scale(reward)::text AS reward FROM offers WHERE id = $1', [
    id,
  ]);

const historyOf = ({ id }: GivenAccount): Promise<Record<string, unknown>[]> =>
  db.rows('SELECT level, message, created_at AS at FROM history_logs WHERE account_id = $1 ORDER BY created_at, id', [
    id,
  ]);

const versionOf = async ({ id }: GivenAccount): Promise<bigint> =>
  BigInt(
    (await db.row<{ version: string }>('SELECT config_version AS version FROM accounts WHERE id = $1', [id])).version,
  );

describe(ApplyScheduledChanges.name, () => {
  it('should change what an offer pays at the very hour, with a line in the history and a new config version', async () => {
    const account = await given.account({ frozenAt: JUST_BEFORE });
    const offer = await given.offer({ account, revenue: '1', reward: '2' });
    await scheduled(offer, { value: '3.5' });
    expect(await changes.apply()).toBe(0);
    expect(await pays(offer)).toEqual({ revenue: '1', reward: '2' });

    await given.platformTime(account, DUE);
    const version = await versionOf(account);
    expect(await changes.apply()).toBe(1);
    expect(await pays(offer)).toEqual({ revenue: '3.5', reward: '2' });
    expect(await versionOf(account)).toBeGreaterThan(version);
    expect(await historyOf(account)).toEqual([
      { level: 'info', message: 'Scheduled change: revenue of the offer went from 1 to 3.5.', at: DUE },
    ]);
    expect(await db.row('SELECT applied_at AS at FROM scheduled_changes WHERE offer_id = $1', [offer.id])).toEqual({
      at: DUE,
    });
  });

  it('should change one event and leave the others', async () => {
    const account = await given.account({ frozenAt: DUE });
    const offer = await given.offer({
      account,
      events: [
        { eventId: 'first', reward: '1' },
        { eventId: 'second', reward: '1' },
      ],
    });
    const [first, second] = offer.events.map(({ id }) => id);
    await scheduled(offer, { field: 'reward', value: '9', ...(second !== undefined && { offerEventId: second }) });
    expect(await changes.apply()).toBe(1);
    const rewards = await db.rows(
      'SELECT id, trim_scale(reward)::text AS reward FROM offer_events WHERE offer_id = $1',
      [offer.id],
    );
    expect(rewards).toEqual(
      expect.arrayContaining([
        { id: first, reward: '1' },
        { id: second, reward: '9' },
      ]),
    );
  });

  it('should end with the latest when several are overdue, and leave those ahead', async () => {
    const account = await given.account({ frozenAt: hours(2) });
    const offer = await given.offer({ account, revenue: '1' });
    await scheduled(offer, { value: '30', dueAt: hours(2) });
    await scheduled(offer, { value: '10' });
    await scheduled(offer, { value: '20', dueAt: hours(1) });
    await scheduled(offer, { value: '40', dueAt: hours(3) });
    expect(await changes.apply()).toBe(3);
    expect(await pays(offer)).toMatchObject({ revenue: '30' });
  });

  it('should apply each once, however many workers look', async () => {
    const account = await given.account({ frozenAt: DUE });
    const offers = await Promise.all(Array.from({ length: 10 }, () => given.offer({ account })));
    for (const offer of offers) await scheduled(offer, { value: '7' });
    const workers = [changes, ...[1, 2, 3].map(() => new ApplyScheduledChanges(db.anotherPool()))];
    const applied = await Promise.all(workers.map((worker) => worker.apply()));
    expect(applied.reduce((sum, count) => sum + count)).toBe(10);
    expect(await historyOf(account)).toHaveLength(10);
    expect(await changes.apply()).toBe(0);
  });

  it('should go by the clock of each account', async () => {
    const early = await given.offer({ account: await given.account({ frozenAt: JUST_BEFORE }), revenue: '1' });
    const late = await given.offer({ account: await given.account({ frozenAt: DUE }), revenue: '1' });
    for (const offer of [early, late]) await scheduled(offer, { value: '2' });
    expect(await changes.apply()).toBe(1);
    expect([await pays(early), await pays(late)]).toMatchObject([{ revenue: '1' }, { revenue: '2' }]);
  });
});

describe('offers that expire (G1.2)', () => {
  const expiring = async (account: GivenAccount, expiryDate: Date | null): Promise<GivenOffer> => {
    const offer = await given.offer({ account });
    await db.rows('UPDATE offers SET expiry_date = $2 WHERE id = $1', [offer.id, expiryDate]);
    return offer;
  };
  const statusOf = ({ id }: GivenOffer): Promise<Record<string, unknown>> =>
    db.row('SELECT status FROM offers WHERE id = $1', [id]);

  it('should be Expired at the very instant, with a line in the history and a new config version', async () => {
    const account = await given.account({ frozenAt: JUST_BEFORE });
    const [offer, later, never] = [
      await expiring(account, DUE),
      await expiring(account, hours(1)),
      await expiring(account, null),
    ];
    expect(await changes.apply()).toBe(0);
    expect(await statusOf(offer)).toEqual({ status: 'Active' });

    await given.platformTime(account, DUE);
    const version = await versionOf(account);
    expect(await changes.apply()).toBe(1);
    expect(await changes.apply()).toBe(0);
    expect([await statusOf(offer), await statusOf(later), await statusOf(never)]).toEqual([
      { status: 'Expired' },
      { status: 'Active' },
      { status: 'Active' },
    ]);
    expect(await historyOf(account)).toEqual([{ level: 'info', message: 'The offer has expired.', at: DUE }]);
    expect(await versionOf(account)).toBeGreaterThan(version);
  });

  it('should leave those of accounts whose time has not come', async () => {
    const [mine, theirs] = [await given.account({ frozenAt: DUE }), await given.account({ frozenAt: JUST_BEFORE })];
    const [here, there] = [await expiring(mine, DUE), await expiring(theirs, DUE)];
    expect(await changes.apply()).toBe(1);
    expect([await statusOf(here), await statusOf(there)]).toEqual([{ status: 'Expired' }, { status: 'Active' }]);
  });
});
