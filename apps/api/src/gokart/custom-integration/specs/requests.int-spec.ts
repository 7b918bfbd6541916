import { until } from '@app/testing';
import fc from 'fast-check';
import { CustomSystem, DATA, EVENT, MULTI, newRequestId, offer, request, type Answer } from './custom-system';

const system = new CustomSystem();

describe('requests', () => {
  it.each([
    [{ concurrencyRequestId: undefined }, 'concurrencyRequestId'],
    [{ concurrencyRequestId: 'x' }, 'concurrencyRequestId'],
    [{ operation: undefined }, 'operation'],
    [{ operation: 'synchronize' }, 'operation'],
    [{ offers: undefined }, 'offers'],
    [{ offers: [] }, 'offers'],
    [{ offers: { 0: offer('a') } }, 'offers'],
    [{ offers: [offer('a', { name: 'NUL \0' })] }, 'offers.0.offerData.name'],
  ])('should be refused whole with %j, naming %s', async (fields, name) => {
    const { status, body, names } = await system.call({ ...request('Synchronize', [offer('a')]), ...fields });
    expect({ status, body }).toMatchObject({ status: 400, body: { isSuccessful: false, responseType: 'BadRequest' } });
    expect(names).toEqual([name]);
    expect(await system.offersOf()).toEqual([]);
  });

  it('should be answered as the first time, and do nothing, under the same id', async () => {
    const id = newRequestId();
    const first = await system.call(request('Synchronize', [offer('a'), offer('b', { name: '' })], id));
    const again = await system.call(request('Synchronize', [offer('c')], id.toUpperCase()));
    expect(again.body.data).toEqual(first.body.data);
    expect(again.body.data.failedOffers).toHaveLength(1);
    expect(await system.statuses()).toEqual([['a', 'Active']]);
    const stranger = await system.given.account();
    expect((await system.call(request('Insert', [offer('c')], id), stranger)).body.data.createdOffers).toHaveLength(1);
  });

  it('should be forgotten after 30 days', async () => {
    await system.given.platformTime(system.account, new Date('2030-01-01T00:00:00Z'));
    const id = newRequestId();
    await system.call(request('Synchronize', [offer('a')], id));
    await system.given.platformTime(system.account, new Date('2030-01-31T00:00:00.001Z'));
    await system.send('Synchronize', [offer('a')]);
    expect((await system.call(request('Synchronize', [offer('a')], id))).body.data.notChangedOffers).toHaveLength(1);
  });

  it('should be 409 while one of the same id is under way, and another id waits its turn', async () => {
    const holder = system.db.anotherPool(1);
    const id = newRequestId();
    let first: Promise<Answer> | undefined;
    let other: Promise<Answer> | undefined;
    await holder.transaction(async (tx) => {
      await tx.query('SELECT FROM accounts WHERE id = $1 FOR UPDATE', [system.account.id]);
      const waiting = async (): Promise<number> =>
        (
          await system.db.row<{ count: number }>(
            "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
          )
        ).count;
      first = system.call(request('Synchronize', [offer('a')], id));
      await until(async () => (await waiting()) === 1);
      const second = await system.call(request('Synchronize', [offer('b')], id));
      expect(second).toMatchObject({ status: 409, body: { isSuccessful: false, responseType: 'Conflict' } });
      other = system.call(request('Insert', [offer('c')]));
      await until(async () => (await waiting()) === 2);
    });
    expect((await first)?.body.data.createdOffers).toEqual([{ externalId: 'a', messages: [] }]);
    expect((await other)?.body.data.createdOffers).toEqual([{ externalId: 'c', messages: [] }]);
    expect(await system.statuses()).toEqual([
      ['a', 'Active'],
      ['c', 'Active'],
    ]);
  });

  it('should follow each other: two at once leave what one after the other would', async () => {
    const sent = ['a', 'b', 'c'].map((id) => offer(id));
    const answers = await Promise.all([1, 2, 3, 4].map(() => system.call(request('Synchronize', sent))));
    const counts = answers.map(({ body }) => [body.data.createdOffers.length, body.data.notChangedOffers.length]);
    expect(counts.toSorted((left, right) => left[0]! - right[0]!)).toEqual([
      [0, 3],
      [0, 3],
      [0, 3],
      [3, 0],
    ]);
    expect(await system.statuses()).toEqual([
      ['a', 'Active'],
      ['b', 'Active'],
      ['c', 'Active'],
    ]);
  });

  it('should be 413 over 1 MiB, in the envelope', async () => {
    const { status, body } = await system.call(
      request('Synchronize', [offer('a', { offerDetails: 'x'.repeat(1_048_576) })]),
    );
    expect({ status, body }).toMatchObject({
      status: 413,
      body: { isSuccessful: false, responseType: 'PayloadTooLarge' },
    });
  });

  it('should take a thousand offers', async () => {
    const sent = Array.from({ length: 1_000 }, (_, index) => offer(`o-${index}`));
    expect((await system.send('Synchronize', sent))['created']).toHaveLength(1_000);
    expect((await system.send('Synchronize', sent.slice(1)))['notChanged']).toHaveLength(999);
    expect((await system.statuses()).filter((row) => (row as string[])[1] === 'Pending')).toEqual([['o-0', 'Pending']]);
  });

  it('should never end in a 5xx, whatever stands where', async () => {
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom<unknown>(1e308, -0, 1e-7, 2 ** 53, '', '9999-12-31T23:59-23:59', '0000-01-01', 'x'.repeat(300)),
    );
    const names = [...Object.keys(DATA), ...Object.keys(EVENT), 'launchDate', 'expiryDate', 'targeting', 'ipWhitelist'];
    const more = [
      'offerType',
      'conversionType',
      'creativeFileUrl',
      'costModel',
      'shouldSendCostData',
      'advertiserId',
      'rewardShare',
    ];
    const fields = fc.dictionary(fc.constantFrom(...names, ...more), anything, { maxKeys: 3 });
    const sent = fc.tuple(fields, fields, fc.boolean()).map(([data, step, isMulti]) => ({
      externalId: 'fuzzed',
      offerData: isMulti ? { ...MULTI, offerEvents: [{ ...EVENT, ...step }], ...data } : { ...DATA, ...data },
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(sent, anything), { minLength: 1, maxLength: 3 }), async (offers) => {
        const { status, body } = await system.call(request('Synchronize', offers));
        if (status >= 500) throw new Error(JSON.stringify(body));
      }),
      { seed: 20261121, numRuns: 300 },
    );
    const shown = await system.api.as(system.account)('GET', '/offers');
    expect([shown.status, shown.body['totalCount']]).toEqual([200, 1]);
  });
});
