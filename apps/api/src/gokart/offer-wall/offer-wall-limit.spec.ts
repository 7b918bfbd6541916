import { Config } from '@app/runtime';
import { OfferWallLimit, type LimitedEndpoint } from './offer-wall-limit';

const MORE_THAN_ANY = 300;

/** The limit reads the process's own clock, which stands still here. */
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function passed(limit: OfferWallLimit, endpoint: LimitedEndpoint, address = '203.0.113.1'): number {
  return Array.from({ length: MORE_THAN_ANY }, () => limit.take(endpoint, address)).filter((wait) => wait === 0).length;
}

const limitIn = (settings: Partial<Config>): OfferWallLimit =>
  new OfferWallLimit(Object.assign(new Config(), settings));

describe(OfferWallLimit.name, () => {
  it.each<[LimitedEndpoint, number]>([
    ['offers', 250],
    ['pub-member/offers', 250],
    ['offer-details', 60],
    ['offer-link', 60],
    ['offer-link-redirect', 60],
  ])('should let an address call %s %i times a minute', (endpoint, calls) => {
    expect(passed(limitIn({ PITLANE_PROFILE: 'production' }), endpoint)).toBe(calls);
  });

  it('should count each address and each endpoint apart', () => {
    const limit = limitIn({ OFFER_WALL_RATE_LIMITS: 'on' });
    passed(limit, 'offer-link');
    expect(passed(limit, 'offer-link', '203.0.113.2')).toBe(60);
    expect(passed(limit, 'offer-details')).toBe(60);
  });

  it.each<[Partial<Config>, number]>([
    [{ PITLANE_PROFILE: 'local' }, MORE_THAN_ANY],
    [{ PITLANE_PROFILE: 'local', OFFER_WALL_RATE_LIMITS: 'on' }, 60],
    [{ PITLANE_PROFILE: 'production', OFFER_WALL_RATE_LIMITS: 'off' }, MORE_THAN_ANY],
  ])('should with %j let %i calls pass', (settings, calls) => {
    expect(passed(limitIn(settings), 'offer-link')).toBe(calls);
  });
});
