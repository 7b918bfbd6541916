import { newId } from '@app/runtime';
import { Database } from '@app/store';
import { Given, testDatabase, type CallAdmin, type GivenAccount } from '@app/testing';
import { ApplyScheduledChanges, Catalog, ChangeStatus, DueSignal, MatureConversions } from '@app/tracking';
import { setTimeout as pause } from 'node:timers/promises';
import { testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as } = testApi(db);

const START = new Date('2026-11-21T06:00:00.000Z');
const later = (hours: number): string => new Date(START.getTime() + hours * 3_600_000).toISOString();
const frozen = (): Promise<GivenAccount> => given.account({ frozenAt: START });
const advance = (call: CallAdmin, body: unknown): ReturnType<CallAdmin> =>
  call('POST', '/emulator/clock/advance', body);

let turning = true;
let turner: Promise<void>;

/** Applies changes and matures conversions, as a relay does. */
async function turn(): Promise<void> {
  const { database } = db;
  const changes = new ApplyScheduledChanges(database);
  const catalog = new Catalog(database, { maxRetries: 5, firstRetryMs: 120_000 });
  const conversions = new MatureConversions(database, new ChangeStatus(database, catalog, new DueSignal(database)));
  while (turning) if ((await changes.apply()) + (await conversions.mature()) === 0) await pause(2);
}

beforeEach(() => {
  turning = true;
  turner = turn();
});
afterEach(async () => {
  turning = false;
  await turner;
});

/** An offer whose conversions mature in five and in thirty hours, whose revenue changes in three, and which expires in ten. */
async function awaitedOffer(account: GivenAccount): Promise<{ offerId: string; pending: string[] }> {
  const offer = await given.offer({ account });
  const pending = await Promise.all(
    [5, 30].map((hours) =>
      given.conversion({
        offer,
        status: 'Pending',
        pubMemberId: `m-${newId()}`,
        maturesAt: new Date(later(hours)),
      }),
    ),
  );
  await db.rows('UPDATE offers SET expiry_date = $2 WHERE id = $1', [offer.id, later(10)]);
  await db.rows(
    `INSERT INTO scheduled_changes (id, account_id, offer_id, field, value, due_at, created_at) VALUES ($1, $2, $3, 'revenue', 7.5, $4, $5)`,
    [newId(), account.id, offer.id, later(3), START],
  );
  return { offerId: offer.id, pending: pending.map(({ id }) => id) };
}

describe('POST /emulator/clock/advance to an instant', () => {
  it('should go there, and name all that fell due, scheduled changes and expiries too', async () => {
    const account = await frozen();
    const { offerId, pending } = await awaitedOffer(account);
    const { body } = await advance(as(account), { to: later(12) });
    expect(body).toEqual({
      now: later(12),
      mode: 'frozen',
      matured: 1,
      attempted: 0,
      fired: [
        { kind: 'changed', offerId, offerEventId: null, field: 'revenue', value: 7.5, at: later(3) },
        { kind: 'matured', conversionId: pending[0], status: 'Success', at: later(5) },
        { kind: 'expired', offerId, at: later(10) },
      ],
      next: later(30),
    });
  });

  it('should stay where it is when it is there', async () => {
    const call = as(await frozen());
    expect((await advance(call, { to: later(0) })).body).toMatchObject({ now: later(0), fired: [] });
  });

  it.each([
    [{ to: later(-1) }, 'to'],
    [{ to: later(24 * 3_651) }, 'to'],
    [{ to: 'tomorrow' }, 'to'],
    [{ to: null }, 'to'],
    [{ untilIdle: false }, 'untilIdle'],
    [{}, 'by'],
    [{ by: '1h', untilIdle: true }, 'by'],
    [{ by: '1h', to: later(1) }, 'by'],
  ])('should refuse %j and leave the clock alone', async (body, field) => {
    const call = as(await frozen());
    expect(await advance(call, body)).toMatchObject({ status: 400, fields: [field] });
    expect((await call('GET', '/emulator/clock')).body).toEqual({ now: later(0), mode: 'frozen' });
  });
});

describe('POST /emulator/clock/advance until nothing is due', () => {
  it('should stop at the last instant at which something fell due', async () => {
    const account = await frozen();
    await awaitedOffer(account);
    const { body } = await advance(as(account), { untilIdle: true });
    expect(body).toMatchObject({ now: later(30), matured: 2, next: null });
    expect((body['fired'] as { kind: string }[]).map(({ kind }) => kind)).toEqual([
      ...['changed', 'matured', 'expired', 'matured'],
    ]);
  });

  it('should stay where it is when nothing is', async () => {
    const call = as(await frozen());
    expect((await advance(call, { untilIdle: true })).body).toMatchObject({ now: later(0), fired: [], next: null });
  });

  it('should not go further than ten years', async () => {
    const account = await frozen();
    const offer = await given.offer({ account });
    const at = new Date(later(24 * 3_700));
    await given.conversion({ offer, status: 'Pending', maturesAt: at });
    expect((await advance(as(account), { untilIdle: true })).body).toMatchObject({ now: later(0), next: null });
  });
});
