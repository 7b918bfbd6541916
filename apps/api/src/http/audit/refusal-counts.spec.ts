import { RefusalCounts, type RefusedCall } from './refusal-counts';

const CALL: RefusedCall = {
  ...{ accountId: null, actor: 'unknown', keyId: null, keyScope: null, sourceIp: '203.0.113.1' },
  ...{ method: 'GET', route: '/admin/v1/offers', target: null, httpStatus: 401, requestId: null },
};

describe(RefusalCounts.name, () => {
  it('should tell the first call of an address at once and count the rest', () => {
    const counts = new RefusalCounts();
    expect(Array.from({ length: 5 }, () => counts.isFirst('a', CALL))).toEqual([true, false, false, false, false]);
    expect(counts.take()).toEqual([{ call: CALL, calls: 4 }]);
    expect(counts.isFirst('a', CALL)).toBe(false);
    expect(counts.take()).toEqual([{ call: CALL, calls: 1 }]);
  });

  it('should tell one that comes back after a pause at once', () => {
    const counts = new RefusalCounts();
    counts.isFirst('a', CALL);
    expect(counts.take()).toEqual([]);
    expect(counts.isFirst('a', CALL)).toBe(true);
  });

  it('should count addresses, statuses and keys apart', () => {
    const counts = new RefusalCounts();
    const calls = [CALL, { ...CALL, httpStatus: 403 }, { ...CALL, keyId: 'k' }];
    expect([...calls.map((call) => counts.isFirst('a', call)), counts.isFirst('b', CALL)]).toEqual(Array(4).fill(true));
  });

  it('should count those of very many addresses together', () => {
    const counts = new RefusalCounts();
    const firsts = Array.from({ length: 1_500 }, (_, n) => counts.isFirst(String(n), CALL)).filter((first) => first);
    expect(firsts).toHaveLength(1_000);
    expect(counts.take()).toEqual([{ call: { ...CALL, sourceIp: 'many' }, calls: 500 }]);
  });
});
