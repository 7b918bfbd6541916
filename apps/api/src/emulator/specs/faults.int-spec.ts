import { Database } from '@app/store';
import { Given, testDatabase } from '@app/testing';
import { testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as } = testApi(db);

const NOTHING = {
  ...{ duplicate: 0, reorder: false, delay: 0, failNext: null, receiver: null, seed: 0 },
  injected: { duplicate: 0, reorder: 0, delay: 0, fail: 0 },
};

describe('faults on what goes out', () => {
  it.each<[object, object]>([
    [{}, {}],
    [
      { duplicate: 0.25, reorder: true, delay: '2m', seed: 7 },
      { duplicate: 0.25, reorder: true, delay: 120_000, seed: 7 },
    ],
    [{ failNext: 3 }, { failNext: { times: 3, after: 'before', left: 3 } }],
    [
      { failNext: { times: 1, after: 'send' }, receiver: 'https://shop.example/hooks' },
      { failNext: { times: 1, after: 'send', left: 1 }, receiver: 'https://shop.example/hooks' },
    ],
  ])('should be as asked for %j', async (asked, shown) => {
    const call = as(await given.account());
    await call('PUT', '/emulator/faults', { duplicate: 1, receiver: 'http://before.example/' });
    const { status, body } = await call('PUT', '/emulator/faults', asked);
    expect([status, body]).toEqual([200, { ...NOTHING, ...shown }]);
    expect((await call('GET', '/emulator/faults')).body).toEqual(body);
    expect((await call('DELETE', '/emulator/faults')).status).toBe(204);
    expect((await call('GET', '/emulator/faults')).body).toEqual(NOTHING);
  });

  it.each<[object, string]>([
    [{ duplicate: 1.5 }, 'duplicate'],
    [{ duplicate: '1' }, 'duplicate'],
    [{ reorder: 'yes' }, 'reorder'],
    [{ delay: 'long' }, 'delay'],
    [{ delay: '25h' }, 'delay'],
    [{ failNext: 0 }, 'failNext'],
    [{ failNext: 1.5 }, 'failNext'],
    [{ failNext: null }, 'failNext'],
    [{ failNext: [1] }, 'failNext'],
    [{ failNext: { times: 1, after: 'lunch' } }, 'failNext'],
    [{ failNext: { times: 1, before: 'send' } }, 'failNext'],
    [{ receiver: 'shop.example' }, 'receiver'],
    [{ seed: -1 }, 'seed'],
    [{ chaos: true }, 'chaos'],
  ])('should refuse %j, name the field, and stay as they are', async (asked, field) => {
    const call = as(await given.account());
    await call('PUT', '/emulator/faults', { delay: 5 });
    expect(await call('PUT', '/emulator/faults', asked)).toMatchObject({ status: 400, fields: [field] });
    expect((await call('GET', '/emulator/faults')).body).toMatchObject({ delay: 5 });
  });

  it('should be nothing for no body at all', async () => {
    const call = as(await given.account());
    await call('PUT', '/emulator/faults', { delay: 5 });
    const { status } = await call('PUT', '/emulator/faults');
    expect(status).toBeLessThan(500);
    expect((await call('PUT', '/emulator/api-faults')).status).toBe(400);
  });

  it('should be of one account, and be gone when that is reset, unless they are kept', async () => {
    const [mine, theirs] = [as(await given.account()), as(await given.account())];
    await mine('PUT', '/emulator/faults', { delay: 5 });
    expect((await theirs('GET', '/emulator/faults')).body).toEqual(NOTHING);
    await mine('POST', '/emulator/reset', { keep: ['faults'] });
    expect((await mine('GET', '/emulator/faults')).body).toMatchObject({ delay: 5 });
    await mine('POST', '/emulator/reset', {});
    expect((await mine('GET', '/emulator/faults')).body).toEqual(NOTHING);
  });
});
