import { request, type HttpAnswer } from '../support/http';
import { testPitlane } from '../support/pitlane';

const pitlane = testPitlane({ OFFER_WALL_RATE_LIMITS: 'on', TRUST_PROXY: '127.0.0.1' });
/** More than an address may call at once, and than it may call while these are on their way. */
const CALLS = 150;

/** Many calls at once that lack what they need: 400, and 429 beyond the limit. */
function burst(endpoint: string, client: string): Promise<HttpAnswer[]> {
  const call = (): Promise<HttpAnswer> =>
    request(`${pitlane().url}/api/v1/${endpoint}`, { headers: { 'x-forwarded-for': client } });
  return Promise.all(Array.from({ length: CALLS }, call));
}

describe('the limits of the offer wall', () => {
  it.each(['offer-details', 'offer-link', 'offer-link-redirect'])(
    'should answer 429 to an address that calls %s too often, and to nobody else (G10.24)',
    async (endpoint) => {
      const client = `203.0.113.${endpoint.length}`;
      const answers = await burst(`offer-wall/${endpoint}`, client);
      const refused = answers.filter(({ status }) => status === 429);
      expect(answers.filter(({ status }) => status === 400).length).toBeGreaterThanOrEqual(60);
      expect(refused.length).toBeGreaterThan(0);
      for (const { headers, json } of refused) {
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
        expect(json).toMatchObject({ isSuccessful: false, responseType: 'TooManyRequests' });
      }
      const { status } = await request(`${pitlane().url}/api/v1/offer-wall/${endpoint}`, {
        headers: { 'x-forwarded-for': '198.51.100.1' },
      });
      expect(status).toBe(400);
    },
  );

  it('should let lists be called more often, and leave partner links alone', async () => {
    const lists = await burst('offer-wall/offers', '203.0.113.200');
    expect(lists.map(({ status }) => status)).toEqual(Array(CALLS).fill(200));
    const links = await burst('offer-link/redirect/x', '203.0.113.200');
    expect(links.map(({ status }) => status)).toEqual(Array(CALLS).fill(400));
  });
});
