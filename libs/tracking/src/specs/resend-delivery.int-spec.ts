import { newId } from '@app/runtime';
import { Database, leaseDeliveries, settleAttempts, startAttempts } from '@app/store';
import {
  aSettlement,
  Given,
  RETRIES,
  testDatabase,
  until,
  type GivenAccount,
  type GivenDelivery,
  type GivenOffer,
} from '@app/testing';
import { Catalog } from '../catalog';
import { DUE_CHANNEL, DueSignal } from '../due-signal';
import { ResendDelivery } from '../resend-delivery';

const db = testDatabase(Database);
const given = new Given(db);
const NOW = new Date('2024-03-01T12:00:00.000Z');
const NO_ID = '019a8f3e-ffff-7000-8000-000000000000';
const LIMITS = { batch: 100, leaseMs: 20_000, attemptLeaseMs: 25_000 };
const OLD = 'http://old.example/hook';
const NEW = 'https://new.example/callback';

const aProcess = (database: Database): ResendDelivery =>
  new ResendDelivery(database, new Catalog(database, RETRIES), new DueSignal(database));

let resends: ResendDelivery;
let account: GivenAccount;
let offer: GivenOffer;

beforeAll(() => {
  resends = aProcess(db.database);
});
beforeEach(async () => {
  account = await given.account({ frozenAt: NOW, callback: { url: NEW } });
  offer = await given.offer({ account });
});

const callback = async (input: Parameters<Given['delivery']>[0] = {}): Promise<GivenDelivery> =>
  given.delivery({ conversion: await given.conversion({ offer, status: 'Rejected' }), target: OLD, ...input });

const resend = ({ id }: GivenDelivery): Promise<{ kind: string }> => resends.resend(account.id, id);

const rowOf = ({ id }: GivenDelivery): Promise<Record<string, unknown>> =>
  db.row(
    `SELECT d.status, d.due_at AS "dueAt", d.next_trigger AS trigger, d.attempts, d.retries_made AS "retriesMade", d.reason, d.target,
            d.receiver, d.method, d.retry_profile AS profile, d.retry_waits_ms::float8[] AS waits, d.settled_at AS "settledAt", p.payload
       FROM deliveries d JOIN delivery_payloads p ON p.delivery_id = d.id WHERE d.id = $1`,
    [id],
  );

const statusesOf = async (deliveries: GivenDelivery[]): Promise<unknown[]> =>
  Promise.all(deliveries.map(async (delivery) => (await rowOf(delivery))['status']));

describe(ResendDelivery.name, () => {
  it.each(['Sent', 'Failed', 'Skipped'] as const)(
    'should send a %s delivery out again, under its id, now, with a fresh schedule',
    async (status) => {
      const delivery = await callback({ status, attempts: 6, retriesMade: 5, retryWaitsMs: [1], payload: '{"old":1}' });
      expect(await resend(delivery)).toEqual({ kind: 'resent' });
      expect(await rowOf(delivery)).toEqual({
        status: 'Pending',
        dueAt: NOW,
        trigger: 'resend',
        attempts: 6,
        retriesMade: 0,
        reason: null,
        target: NEW,
        receiver: 'https://new.example:443',
        method: 'POST',
        profile: 'gokart',
        waits: [120_000, 240_000, 480_000, 960_000, 1_920_000],
        settledAt: null,
        payload: '{"old":1}',
      });
    },
  );

  it('should leave a Pending one as it is', async () => {
    const delivery = await callback({ dueAt: new Date('2024-03-01T12:30:00.000Z'), retriesMade: 2 });
    const before = await rowOf(delivery);
    expect(await resend(delivery)).toEqual({ kind: 'pending' });
    expect(await rowOf(delivery)).toEqual(before);
  });

  it("should know no delivery of nobody's or of another account's", async () => {
    const others = await given.delivery({ status: 'Failed' });
    expect([await resend(others), await resends.resend(account.id, NO_ID)]).toEqual([
      { kind: 'not-found' },
      { kind: 'not-found' },
    ]);
    expect(await statusesOf([others])).toEqual(['Failed']);
  });

  it('should have nowhere to send a callback to where none is configured any more', async () => {
    const delivery = await callback({ status: 'Failed' });
    await given.callback(account, { url: null });
    expect(await resend(delivery)).toEqual({ kind: 'no-target' });
    expect(await statusesOf([delivery])).toEqual(['Failed']);
  });

  it('should go by the configuration of now, whichever process changed it', async () => {
    const [before, after] = [await callback({ status: 'Failed' }), await callback({ status: 'Failed' })];
    await resend(before);
    await given.callback(account, { url: 'http://newer.example/', retryProfile: 'integr8' });
    await resend(after);
    expect(await rowOf(after)).toMatchObject({ target: 'http://newer.example/', profile: 'integr8', waits: [] });
  });

  it('should send a postback by its configuration, and to where it went when that is gone', async () => {
    const partner = await given.partner({ account });
    const { id: postbackId } = await given.postback({
      partner,
      url: 'https://p.example/{pub_click_id}',
      method: 'POST',
      retryWaitsMs: [5],
    });
    const conversion = await given.conversion({ offer, partner });
    const delivery = await given.delivery({
      conversion,
      kind: 'postback',
      postbackId,
      status: 'Failed',
      target: OLD,
      method: 'GET',
    });
    await resend(delivery);
    expect(await rowOf(delivery)).toMatchObject({
      target: 'https://p.example/{pub_click_id}',
      method: 'POST',
      waits: [5],
    });

    await db.rows(`UPDATE deliveries SET status = 'Failed', due_at = NULL, target = $2, method = 'GET' WHERE id = $1`, [
      delivery.id,
      OLD,
    ]);
    await db.rows('DELETE FROM postbacks WHERE id = $1', [postbackId]);
    expect(await resend(delivery)).toEqual({ kind: 'resent' });
    expect(await rowOf(delivery)).toMatchObject({ target: OLD, method: 'GET', profile: 'gokart' });
  });

  it('should resend once, however often it is asked at the same time', async () => {
    const delivery = await callback({ status: 'Failed' });
    const other = aProcess(db.anotherPool());
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? resends : other).resend(account.id, delivery.id)),
    );
    expect(results.map(({ kind }) => kind).sort()).toEqual([...Array<string>(19).fill('pending'), 'resent']);
  });

  it('should number the next attempt on, as a resend, and its retries as retries', async () => {
    const delivery = await callback({ status: 'Failed', attempts: 6, retriesMade: 5 });
    await resend(delivery);
    for (const [attempt, trigger] of [
      [7, 'resend'],
      [8, 'retry'],
    ] as const) {
      const lease = newId();
      await leaseDeliveries(db.database, { ...LIMITS, lease });
      expect(await startAttempts(db.database, lease, [delivery.id], 20_000)).toMatchObject([
        { attempt, trigger, retriesMade: attempt - 7 },
      ]);
      await settleAttempts(db.database, [
        aSettlement({ deliveryId: delivery.id, lease, attempt, outcome: 'retry', waitMs: 0 }),
      ]);
    }
  });

  it('should tell the relays', async () => {
    let announced = 0;
    const leave = await db.database.notifications.subscribe(DUE_CHANNEL, {
      onNotification: () => (announced += 1),
      onListening: () => undefined,
    });
    await resend(await callback({ status: 'Failed' }));
    await until(() => announced > 0);
    leave();
  });
});
