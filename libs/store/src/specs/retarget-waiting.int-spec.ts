import { newId } from '@app/runtime';
import { Given, testDatabase, type GivenDelivery, type GivenOffer } from '@app/testing';
import { Database } from '../database';
import { retargetWaiting } from '../queries/resend-deliveries';

const db = testDatabase(Database);
const given = new Given(db);
const OLD = 'http://old.example/hook';
const NEW = 'https://new.example/callback';

let offer: GivenOffer;
beforeEach(async () => {
  offer = await given.offer();
});

const callback = async (input: Parameters<Given['delivery']>[0] = {}): Promise<GivenDelivery> =>
  given.delivery({ conversion: await given.conversion({ offer, status: 'Rejected' }), target: OLD, ...input });

const rowOf = ({ id }: GivenDelivery): Promise<Record<string, unknown>> =>
  db.row('SELECT target, receiver, retries_made AS "retriesMade" FROM deliveries WHERE id = $1', [id]);

describe(retargetWaiting.name, () => {
  const to = { target: NEW, receiver: 'https://new.example:443' };
  const targetsOf = async (deliveries: GivenDelivery[]): Promise<unknown[]> =>
    Promise.all(deliveries.map(async (delivery) => (await rowOf(delivery))['target']));

  it('should point waiting callbacks to the new URL, and neither what is in flight or done nor postbacks', async () => {
    const waiting = await callback({ retriesMade: 3 });
    const others = [
      await callback({ inFlight: true, leaseToken: newId(), leasedUntil: new Date('2100-01-01') }),
      await callback({ status: 'Sent' }),
      await callback({ kind: 'postback' }),
    ];
    await retargetWaiting(db.database, { accountId: offer.accountId, postbackId: null }, to);
    expect(await rowOf(waiting)).toMatchObject({ ...to, retriesMade: 3 });
    expect(await targetsOf(others)).toEqual([OLD, OLD, OLD]);
  });

  it('should point waiting deliveries of one postback to its new URL', async () => {
    const [postbackId, other] = [newId(), newId()];
    const deliveries = [
      await callback({ kind: 'postback', postbackId }),
      await callback({ kind: 'postback', postbackId: other }),
      await callback(),
    ];
    await retargetWaiting(db.database, { accountId: offer.accountId, postbackId }, to);
    expect(await targetsOf(deliveries)).toEqual([NEW, OLD, OLD]);
  });
});
