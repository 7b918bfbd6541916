import { Database, type ResendFilter } from '@app/store';
import { Given, RETRIES, testDatabase, type GivenAccount, type GivenDelivery, type GivenOffer } from '@app/testing';
import { Catalog } from '../catalog';
import { DueSignal } from '../due-signal';
import { ResendDelivery } from '../resend-delivery';

const db = testDatabase(Database);
const given = new Given(db);
const NO_ID = '019a8f3e-ffff-7000-8000-000000000000';
const OLD = 'http://old.example/hook';
const NEW = 'https://new.example/callback';

let resends: ResendDelivery;
let account: GivenAccount;
let offer: GivenOffer;

beforeAll(() => {
  resends = new ResendDelivery(db.database, new Catalog(db.database, RETRIES), new DueSignal(db.database));
});
beforeEach(async () => {
  account = await given.account({ callback: { url: NEW } });
  offer = await given.offer({ account });
});

const callback = async (input: Parameters<Given['delivery']>[0] = {}): Promise<GivenDelivery> =>
  given.delivery({ conversion: await given.conversion({ offer, status: 'Rejected' }), target: OLD, ...input });

const rowOf = ({ id }: GivenDelivery): Promise<Record<string, unknown>> =>
  db.row('SELECT status, due_at AS "dueAt", next_trigger AS trigger FROM deliveries WHERE id = $1', [id]);

const statusesOf = async (deliveries: GivenDelivery[]): Promise<unknown[]> =>
  Promise.all(deliveries.map(async (delivery) => (await rowOf(delivery))['status']));

describe('ResendDelivery.resendAll', () => {
  const resendAll = (filter: ResendFilter): Promise<number> => resends.resendAll(account.id, filter);

  it('should take Sent and Failed, Skipped only when asked for, Pending never', async () => {
    const statuses = ['Sent', 'Failed', 'Skipped', 'Pending'] as const;
    const later = new Date('2024-03-01T13:00:00.000Z');
    const all = await Promise.all(
      statuses.map((status) => callback(status === 'Pending' ? { dueAt: later } : { status })),
    );
    expect(await resendAll({ kind: 'callback' })).toBe(2);
    expect(await statusesOf(all)).toEqual(['Pending', 'Pending', 'Skipped', 'Pending']);
    expect(await resendAll({ status: 'Pending' })).toBe(0);
    expect(await resendAll({ status: 'Skipped' })).toBe(1);
    expect(await rowOf(all.at(-1)!)).toMatchObject({ trigger: 'auto', dueAt: later });
  });

  it('should narrow by each field', async () => {
    const multi = await given.offer({ account, events: [{ eventId: 'a' }, { eventId: 'b' }] });
    const partner = await given.partner({ account });
    const [a] = multi.events;
    const mine = await given.conversion({ offer: multi, partner, offerEventId: a?.id ?? null });
    const failed = { status: 'Failed', target: OLD } as const;
    const createdAt = (hour: number): Date => new Date(Date.UTC(2024, 1, 1, hour));
    const target = await given.delivery({ ...failed, conversion: mine, kind: 'postback', createdAt: createdAt(10) });
    const others = [
      await given.delivery({ ...failed, conversion: mine, createdAt: createdAt(9) }),
      await given.delivery({
        ...failed,
        conversion: await given.conversion({ offer, partner }),
        kind: 'postback',
        createdAt: createdAt(11),
      }),
      await given.delivery({ status: 'Failed' }),
    ];
    const filters: [ResendFilter, number][] = [
      [{ kind: 'postback' }, 2],
      [{ kind: 'postback', conversionId: mine.id }, 1],
      [{ kind: 'postback', eventId: 'a' }, 1],
      [{ kind: 'postback', eventId: a?.id }, 1],
      [{ kind: 'postback', eventId: 'b' }, 0],
      [{ kind: 'postback', offerId: multi.id }, 1],
      [{ offerId: multi.id }, 2],
      [{ partnerId: partner.id }, 2],
      [{ from: createdAt(10), to: createdAt(10) }, 1],
      [{ from: createdAt(11) }, 1],
      [{ to: createdAt(9) }, 1],
      [{ status: 'Sent' }, 0],
      [{ conversionId: NO_ID }, 0],
    ];
    for (const [filter, matched] of filters) {
      expect([filter, await resendAll(filter)]).toEqual([filter, matched]);
      await db.rows(`UPDATE deliveries SET status = 'Failed', due_at = NULL WHERE id = ANY($1)`, [
        [target, ...others].map(({ id }) => id),
      ]);
    }
  });

  it('should take any number, batch by batch', async () => {
    const one = await callback({ kind: 'postback', status: 'Failed' });
    await given.moreLike(one, 1_200);
    expect(await resendAll({ status: 'Failed' })).toBe(1_201);
    expect(await resendAll({ status: 'Failed' })).toBe(0);
  });

  it('should not count what has nowhere to go', async () => {
    await callback({ status: 'Failed' });
    await given.callback(account, { url: null });
    expect(await resendAll({ kind: 'callback' })).toBe(0);
  });
});
