import { Config } from '@app/runtime';
import { Limits } from '../../http/limits/limits';
import { OfferWallLimit, type LimitedEndpoint } from './offer-wall-limit';

const MORE_THAN_ANY = 300;

/** The limit reads the process's own clock, which stands still here. */
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

async function passed(limit: OfferWallLimit, endpoint: LimitedEndpoint, address = '203.0.113.1'): Promise<number> {
  const waits = await Promise.all(Array.from({ length: MORE_THAN_ANY }, async () => limit.take(endpoint, address)));
  return waits.filter((wait) => wait === 0).length;
}

const limitIn = (settings: Partial<Config>): OfferWallLimit =>
  new OfferWallLimit(Object.assign(new Config(), settings), new Limits(null));

describe(OfferWallLimit.name, () => {
  it.each<[LimitedEndpoint, number]>([
    ['offers', 250],
    ['pub-member/offers', 250],
    ['offer-details', 60],
    ['offer-link', 60],
    ['offer-link-redirect', 60],
  ])('should let an address call %s %i times a minute', async (endpoint, calls) => {
    expect(await passed(limitIn({ PITLANE_PROFILE: 'production' }), endpoint)).toBe(calls);
  });

  it('should count each address and each endpoint apart', async () => {
    const limit = limitIn({ OFFER_WALL_RATE_LIMITS: 'on' });
    await passed(limit, 'offer-link');
    expect(await passed(limit, 'offer-link', '203.0.113.2')).toBe(60);
    expect(await passed(limit, 'offer-details')).toBe(60);
  });

  it('should not ask for a store where the limits are off', () => {
    const limits = new Limits(() => {
      throw new Error('There is no store.');
    });
    const off = new OfferWallLimit(new Config(), limits);
    expect(off.take('offer-link', '203.0.113.1')).toBe(0);
  });

  it('should count a /64 of IPv6 as one address', async () => {
    const limit = limitIn({ OFFER_WALL_RATE_LIMITS: 'on' });
    expect(await passed(limit, 'offer-link', '2001:db8::1')).toBe(60);
    expect(await passed(limit, 'offer-link', '2001:db8::ffff:2')).toBe(0);
    expect(await passed(limit, 'offer-link', '2001:db8:0:1::1')).toBe(60);
  });

  it.each<[Partial<Config>, number]>([
    [{ PITLANE_PROFILE: 'local' }, MORE_THAN_ANY],
    [{ PITLANE_PROFILE: 'local', OFFER_WALL_RATE_LIMITS: 'on' }, 60],
    [{ PITLANE_PROFILE: 'production', OFFER_WALL_RATE_LIMITS: 'off' }, MORE_THAN_ANY],
  ])('should with %j let %i calls pass', async (settings, calls) => {
    expect(await passed(limitIn(settings), 'offer-link')).toBe(calls);
  });
});
