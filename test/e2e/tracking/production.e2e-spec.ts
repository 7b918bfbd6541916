import type { Account } from '../support/account';
import type { LoggedCall, Offer } from '../support/answers';
import { request, type HttpAnswer } from '../support/http';
import { testPitlane } from '../support/pitlane';

const LIMIT = 3;

const pitlane = testPitlane({
  PITLANE_PROFILE: 'production',
  PUBLIC_URL: 'https://track.example',
  TRUST_PROXY: '127.0.0.1',
  REJECTION_RATE_LIMIT: String(LIMIT),
});
let account: Account;
let offer: Offer;
let rejectionPath = '';

beforeAll(async () => {
  account = await pitlane().account();
  offer = await account.offer();
  ({ rejectionPath } = await account.api.get<{ rejectionPath: string }>('/account'));
});

/** As the proxy passes a call of this client on. */
const throughProxy = (url: string, client: string, scheme = 'https'): Promise<HttpAnswer> =>
  request(url, { headers: { 'x-forwarded-for': client, 'x-forwarded-proto': scheme } });

const reject = (id: string, client: string, scheme?: string): Promise<HttpAnswer> =>
  throughProxy(`${account.local(rejectionPath)}?new_rejected_reason=fraud&transaction_id=${id}`, client, scheme);

describe('in production', () => {
  it('should print and return addresses under PUBLIC_URL', () => {
    expect(offer.clickUrl).toMatch(/^https:\/\/track\.example\/api\/v1\//);
    expect(offer.rejectionUrl).toMatch(/^https:\/\/[a-z0-9]+\.track\.example\/$/);
    expect(rejectionPath).toMatch(/^https:\/\/track\.example\/r\/[a-z0-9]+$/);
  });

  it('should take rejections over HTTPS alone, as the client sees it', async () => {
    const { conversionId } = await account.convertNew(offer);
    const plain = await reject(conversionId, '203.0.113.1', 'http');
    expect({ status: plain.status, json: plain.json }).toMatchObject({ status: 403, json: { status: 'error' } });
    expect((await account.conversion(conversionId)).status).toBe('Success');
    expect((await reject(conversionId, '203.0.113.1')).text).toBe('{"status":"ok"}');
    expect((await account.conversion(conversionId)).status).toBe('Rejected');
  });

  it('should slow down an address that calls an endpoint too often, and nobody else', async () => {
    const { conversionId } = await account.convertNew(offer);
    const burst = await Promise.all(Array.from({ length: LIMIT + 2 }, () => reject(conversionId, '203.0.113.2')));
    const refused = burst.filter(({ status }) => status === 429);
    expect(burst.filter(({ status }) => status === 200)).toHaveLength(LIMIT);
    expect(refused).toHaveLength(2);
    for (const { headers, json } of refused) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(json).toMatchObject({ status: 'error' });
    }
    expect((await reject(conversionId, '203.0.113.3')).status).toBe(200);
    expect(
      (
        await throughProxy(
          `${account.local(offer.rejectionPath)}?new_rejected_reason=x&transaction_id=y`,
          '203.0.113.2',
        )
      ).status,
    ).toBe(200);
    const [logged] = await account.api.list<LoggedCall>('/request-logs?kind=rejection&result=throttled');
    expect(logged).toMatchObject({ httpStatus: 429, sourceIp: '203.0.113.2' });
  });

  it('should believe the proxy about the client, and nobody else', async () => {
    const click = await throughProxy(`${account.local(offer.clickUrl)}lus`, '198.51.100.7, 203.0.113.9');
    expect(click.status).toBe(302);
    const [logged] = await account.api.list<{ sourceIp: string }>('/clicks');
    expect(logged!.sourceIp).toBe('203.0.113.9');
  });

  it('should need the signature at the aliases', async () => {
    const { clickId } = await account.click(offer);
    const answer = await request(`${pitlane().url}/track?gk_click_id=${clickId}`);
    expect({ status: answer.status, json: answer.json }).toMatchObject({ status: 401, json: { isSuccessful: false } });
    expect((await account.postbackCall({ gk_click_id: clickId })).status).toBe(200);
  });

  it('should have no emulator controls', async () => {
    const routes = [
      'GET /clock',
      'POST /clock/advance',
      'POST /clock/freeze',
      'POST /clock/reset',
      'POST /reset',
      'PUT /receivers/x',
      'GET /receivers',
      'PUT /faults',
      'PUT /api-faults',
    ];
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ');
      expect(await account.api.call(method, `/emulator${path}`, method === 'GET' ? undefined : {})).toMatchObject({
        status: 404,
      });
    }
    expect((await request(`${pitlane().url}/receivers/x`)).status).toBe(404);
  });

  it.each([
    ['http://127.0.0.1:8080/callback', '127.0.0.1 is internal (loopback)'],
    ['http://0x7f.1/callback', '127.0.0.1 is internal (loopback)'],
    ['http://[::ffff:10.0.0.1]/callback', '::ffff:a00:1 is internal (IPv4-mapped)'],
    ['https://169.254.169.254/latest/meta-data', '169.254.169.254 is internal (link-local)'],
    ['http://metadata.google.internal/computeMetadata/v1', 'metadata.google.internal is internal (private name)'],
    ['http://localhost/callback', 'localhost is internal (loopback)'],
    ['https://shop.example:6379/', 'port 6379 is not one of 80, 443, 8080, 8443'],
  ])('should refuse to call %s at once, and say why (K9)', async (url, why) => {
    await account.callback({ url });
    const { conversionId } = await account.convertNew(offer);
    const { id } = await account.awaited(`conversionId=${conversionId}&status=Failed`);
    const reason = `The address of the receiver may not be called: ${why}`;
    expect(await account.delivery(id)).toMatchObject({
      status: 'Failed',
      nextAttemptAt: null,
      reason,
      advice: expect.stringContaining('add this one to EGRESS_ALLOW') as string,
      attempts: [{ number: 1, response: null, error: { code: 'EGRESS_REFUSED', message: reason } }],
    });
  });

  it('should slow down whoever guesses keys, not who has one', async () => {
    const guess = (): Promise<HttpAnswer> =>
      request(`${pitlane().url}/admin/v1/offers`, {
        headers: { authorization: 'ApiToken wrong', 'x-forwarded-for': '203.0.113.66' },
      });
    const statuses: number[] = [];
    while (statuses.length < 60 && !statuses.includes(429)) statuses.push((await guess()).status);
    expect(statuses[0]).toBe(401);
    expect(statuses.at(-1)).toBe(429);
    expect(Number((await guess()).headers.get('retry-after'))).toBeGreaterThan(0);
    const right = { authorization: `ApiToken ${account.key}`, 'x-forwarded-for': '203.0.113.66' };
    expect((await request(`${pitlane().url}/admin/v1/offers`, { headers: right })).status).toBe(200);
  });
});
