import type { Account } from '../support/account';
import type { Envelope, Offer } from '../support/answers';
import { rawRequest, type RawAnswer, type RawRequest } from '../support/http';
import { testPitlane } from '../support/pitlane';

const MEBIBYTE = 1_048_576;
const UNKNOWN = '019a8f3e-0000-7000-8000-000000000000';
const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

const pitlane = testPitlane();
let account: Account;
let offer: Offer;
let rejection = '';

beforeAll(async () => {
  account = await pitlane().account();
  offer = await account.offer();
  rejection = new URL((await account.api.get<{ rejectionPath: string }>('/account')).rejectionPath).pathname;
});

const call = (how: RawRequest): Promise<RawAnswer> => rawRequest(pitlane().url, how);

/** A refusal in the edge's own shape. */
function expectShape({ json, headers }: RawAnswer, edge: 'envelope' | 'short' | 'problem'): void {
  if (edge === 'envelope') {
    expect(json).toMatchObject({
      isSuccessful: false,
      messages: expect.arrayContaining([expect.any(String)]) as string[],
    } satisfies Partial<Envelope>);
  }
  if (edge === 'short') expect(json).toMatchObject({ status: 'error', message: expect.any(String) as string });
  if (edge === 'problem') expect(headers['content-type']).toContain('application/problem+json');
}

/** One path of each public call, with parameters that it takes. */
const calls = (): [string, 'envelope' | 'short'][] => [
  [`/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=x`, 'envelope'],
  [`/api/v1/offer-wall/offer-details?offerId=${offer.id}&pub_member_id=x`, 'envelope'],
  [`/api/v1/offer-wall/offer-link?viewId=${UNKNOWN}`, 'envelope'],
  ['/api/v1/offer-wall/offers?pub_member_id=x', 'envelope'],
  ['/api/v1/offer-wall/pub-member/offers?pub_member_id=x', 'envelope'],
  [`/api/v1/offer-link/redirect/${UNKNOWN}?pub_click_id=x&pub_member_id=x`, 'envelope'],
  [`/track?gk_click_id=${UNKNOWN}`, 'envelope'],
  [`/postback?gk_click_id=${UNKNOWN}`, 'envelope'],
  [`/api/v1/conversion?gk_click_id=${UNKNOWN}`, 'envelope'],
  [`${rejection}?new_rejected_reason=x&transaction_id=${UNKNOWN}`, 'short'],
];

describe('parameters of public calls (K9)', () => {
  it.each([
    ['a value of 2,049 characters', `pub_sub_1=${'x'.repeat(2_049)}`],
    ['a NUL byte', 'pub_sub_1=a%00b'],
    ['a NUL byte in a name', 'pub%00sub=a'],
  ])('should be answered 400: %s', async (_, parameter) => {
    for (const [path, edge] of calls()) {
      const answer = await call({ path: `${path}&${parameter}` });
      expect({ path, status: answer.status }).toEqual({ path, status: 400 });
      expectShape(answer, edge);
    }
  });

  it('should be taken up to 2,048 characters, and whatever else they hold', async () => {
    const click = `/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}`;
    for (const member of [
      'x'.repeat(2_048),
      '%F0%9F%8E%AF',
      '%22%3E%3Cscript%3E',
      "';DROP TABLE clicks;--",
      '%0D%0ASet-Cookie:%20a',
      '{pub_member_id}',
    ]) {
      const { status, headers } = await call({ path: `${click}&pub_member_id=${encodeURI(decodeURI(member))}` });
      expect(status).toBe(302);
      expect(headers['set-cookie']).toBeUndefined();
    }
  });

  it('should not fail on percent signs and bytes that are no UTF-8', async () => {
    for (const [path] of calls()) {
      for (const tail of [
        '&pub_sub_1=%',
        '&pub_sub_1=%zz',
        '&pub_sub_1=%ff%fe',
        '&%=%',
        '&=',
        '&&&',
        '&pub_sub_1=%ed%a0%80',
        '?x=1',
      ]) {
        const { status } = await call({ path: `${path}${tail}` });
        expect({ path: path + tail, status }).toEqual({ path: path + tail, status: expect.any(Number) as number });
        expect(status).toBeLessThan(500);
      }
    }
  });

  it('should count once where they come twice: the first', async () => {
    const path = `/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=first&pub_member_id=second&offerId=${UNKNOWN}`;
    expect((await call({ path })).status).toBe(302);
    const [click] = await account.api.list<{ pubMemberId: string }>('/clicks');
    expect(click!.pubMemberId).toBe('first');
  });

  it('should not reach into objects', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', '__proto__[admin]']) {
      const { status } = await call({
        path: `/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=x&${name}=1`,
      });
      expect(status).toBe(302);
    }
  });

  it('should be understood beside ones that nobody knows', async () => {
    const path = `/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=x&utm_source=mail`;
    expect((await call({ path })).status).toBe(302);
  });
});

describe('bodies of public calls (K9)', () => {
  const posts = (): [string, 'envelope' | 'short'][] => [
    [new URL(account.postbackUrl).pathname + new URL(account.postbackUrl).search, 'envelope'],
    ['/postback', 'envelope'],
    [rejection, 'short'],
  ];

  it.each([
    ['broken JSON', { headers: JSON_TYPE, body: '{"gk_click_id":' }, 400],
    ['JSON with a NUL', { headers: JSON_TYPE, body: '{"gk_click_id":"a\\u0000"}' }, 400],
    ['JSON with a lone surrogate', { headers: JSON_TYPE, body: '{"gk_click_id":"\\ud800"}' }, 400],
    ['JSON with an object for a value', { headers: JSON_TYPE, body: '{"gk_click_id":{"a":1}}' }, 400],
    ['JSON with a value too long', { headers: JSON_TYPE, body: JSON.stringify({ cnv_sub_1: 'x'.repeat(2_049) }) }, 400],
    ['JSON that would pollute', { headers: JSON_TYPE, body: '{"__proto__":{"admin":true}}' }, 400],
    ['a form with a value too long', { headers: FORM_TYPE, body: `cnv_sub_1=${'x'.repeat(2_049)}` }, 400],
    ['an unknown type', { headers: { 'content-type': 'application/msgpack' }, body: 'x' }, 415],
    ['more than 1 MiB', { headers: JSON_TYPE, body: JSON.stringify({ a: 'x'.repeat(MEBIBYTE) }) }, 413],
    ['more than 1 MiB of a form', { headers: FORM_TYPE, body: `a=${'x'.repeat(MEBIBYTE)}` }, 413],
  ])('should be refused: %s', async (_, how, status) => {
    for (const [path, edge] of posts()) {
      const answer = await call({ method: 'POST', path, ...how });
      expect({ path, status: answer.status }).toEqual({ path, status });
      expectShape(answer, edge);
    }
  });

  it.each([
    ['no body', {}],
    ['JSON of another shape', { headers: JSON_TYPE, body: '[1,2]' }],
    ['a JSON number', { headers: JSON_TYPE, body: '42' }],
    ['JSON null', { headers: JSON_TYPE, body: 'null' }],
    ['deep JSON', { headers: JSON_TYPE, body: `${'['.repeat(20_000)}${']'.repeat(20_000)}` }],
    ['an empty JSON body', { headers: JSON_TYPE, body: '' }],
  ])('should be answered for what is missing in them: %s', async (_, how) => {
    for (const [path] of posts()) {
      const { status } = await call({ method: 'POST', path, ...how });
      expect({ path, status }).toEqual({ path, status: 400 });
    }
  });
});

describe('methods and paths nobody serves (K9)', () => {
  it('should be answered in the shape of the edge, 404 or 405', async () => {
    for (const [path, edge] of calls()) {
      for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
        const answer = await call({ method, path });
        expect([404, 405]).toContain(answer.status);
        expectShape(answer, edge);
      }
    }
  });

  it('should answer HEAD without a body and without an effect', async () => {
    const counts = async (): Promise<number[]> =>
      Promise.all(
        ['/clicks', '/views', '/conversions'].map(
          async (path) => (await account.api.get<{ totalCount: number }>(path)).totalCount,
        ),
      );
    const { clickId } = await account.click(offer);
    const before = await counts();
    for (const path of [...calls().map(([each]) => each), `/track?gk_click_id=${clickId}`]) {
      const { status, text } = await call({ method: 'HEAD', path });
      expect({ path, status, text }).toEqual({ path, status: 404, text: '' });
    }
    expect(await counts()).toEqual(before);
  });

  it.each([
    ['an unknown call', '/api/v1/nothing', 'envelope'],
    ['a way out of the folder', '/api/v1/offer-wall/../../../etc/passwd', 'envelope'],
    ['a segment of 8,000 characters', `/api/v1/${'x'.repeat(8_000)}`, 'envelope'],
    ['NUL bytes', '/api/v1/%00/%00/%00', 'envelope'],
    ['broken escapes', '/api/v1/%/%/%', 'envelope'],
    ['no endpoint', '/r/', 'short'],
    ['an endpoint of 4,000 characters', `/r/${'a'.repeat(4_000)}`, 'short'],
    ['an endpoint with a NUL byte', '/r/%00', 'short'],
    ['an endpoint that is no UTF-8', '/r/%ff', 'short'],
    ['what is below an endpoint', '/r/a/b', 'short'],
    ['an unknown path', '/nothing', 'problem'],
    ['a broken escape', '/%', 'problem'],
    ['a file that others leave lying around', '/.env', 'problem'],
    ['an unknown admin call', '/admin/v1/nothing', 'problem'],
    ['an id with a NUL byte', '/admin/v1/offers/%00', 'problem'],
  ] as const)('should refuse %s', async (_, path, edge) => {
    const answer = await call({ path });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expectShape(answer, edge);
  });

  it('should not fail on strange hosts', async () => {
    for (const host of [
      '',
      ' ',
      'a.b.c.d.e',
      '..',
      'xn--',
      '[::1]',
      'api.',
      `${'a'.repeat(300)}.localhost`,
      '%00.localhost',
    ]) {
      for (const path of ['/?new_rejected_reason=x&transaction_id=y', '/track', '/']) {
        const { status } = await call({ path, headers: { host } });
        expect({ host, status }).toEqual({ host, status: expect.any(Number) as number });
        expect(status).toBeLessThan(500);
      }
    }
  });
});
