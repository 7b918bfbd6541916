import { OfferEarnings } from './offer-earnings';

/** The clock of the process, which these tests move. */
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Earnings that grow with each reading, which takes so long. */
function earningsThatTake(ms: number): (account: string) => Promise<number | undefined> {
  let readings = 0;
  const earnings = new OfferEarnings((accountId) => {
    jest.advanceTimersByTime(ms);
    readings += 1;
    return Promise.resolve(new Map([[accountId, readings]]));
  });
  return async (account) => (await earnings.of(account)).get(account);
}

describe(OfferEarnings.name, () => {
  it('should be exact where counting is quick', async () => {
    const earned = earningsThatTake(50);
    expect([await earned('a'), await earned('a')]).toEqual([1, 2]);
  });

  it('should be kept for twenty times as long as a slow count took', async () => {
    const earned = earningsThatTake(100);
    expect([await earned('a'), await earned('a')]).toEqual([1, 1]);
    jest.advanceTimersByTime(1_999);
    expect(await earned('a')).toBe(1);
    jest.advanceTimersByTime(1);
    expect(await earned('a')).toBe(2);
  });

  it('should be kept for each account apart', async () => {
    const earned = earningsThatTake(100);
    expect([await earned('a'), await earned('b'), await earned('a')]).toEqual([1, 2, 1]);
  });
});
