import type { Account } from '../support/account';
import type { Offer } from '../support/answers';
import { rawRequest } from '../support/http';
import { documentedRoutes } from '../support/openapi';
import { testPitlane } from '../support/pitlane';

const pitlane = testPitlane();
let account: Account;
let offer: Offer;

beforeAll(async () => {
  account = await pitlane().account();
  offer = await account.offer();
});

const authorization = (): string => `ApiToken ${account.key}`;

describe('queries of admin lists (K9)', () => {
  const LISTS = [
    '/offers',
    '/partners',
    '/advertisers',
    '/conversions',
    '/deliveries',
    '/clicks',
    '/views',
    '/request-logs',
    '/history-logs',
    '/emulator/receivers',
    '/imports',
  ];

  it.each([
    ['page', '-1'],
    ['page', '1.5'],
    ['page', 'x'],
    ['page', '99999999999'],
    ['page_size', '0'],
    ['page_size', '101'],
    ['page_size', 'ten'],
    ['order_asc', 'up'],
    ['orderby', 'password'],
    ['orderby', 'createdAt;DROP'],
    ['nobody_knows', '1'],
  ])('should be refused for %s=%s by every list', async (name, value) => {
    for (const path of LISTS) {
      const { status, fields } = await account.api.refused('GET', `${path}?${name}=${encodeURIComponent(value)}`);
      expect({ path, status, fields }).toEqual({ path, status: 400, fields: [name] });
    }
  });

  it.each([
    ['/conversions', 'offerId', 'x'],
    ['/conversions', 'status', 'Approved'],
    ['/conversions', 'from', 'yesterday'],
    ['/conversions', 'pubMemberId', '%00'],
    ['/deliveries', 'status', 'Lost'],
    ['/deliveries', 'conversionId', "'--"],
    ['/deliveries', 'eventId', 'x'.repeat(2_049)],
    ['/deliveries/wait', 'timeout', '61s'],
    ['/clicks', 'pubMemberId', '%00'],
    ['/request-logs', 'httpStatus', '1000'],
    ['/offers', 'search', '%00'],
    ['/clicks?format=csv', 'orderby', 'nothing'],
    ['/offers?format=xlsx', 'orderby', 'nothing'],
  ])('should be refused by %s for %s=%s', async (path, name, value) => {
    expect(
      await account.api.refused(
        'GET',
        `${path}${path.includes('?') ? '&' : '?'}${name}=${value.startsWith('%') ? value : encodeURIComponent(value)}`,
      ),
    ).toMatchObject({
      status: 400,
      fields: [name],
    });
  });

  it('should page as documented (G7.2)', async () => {
    const own = await pitlane().account();
    for (let n = 0; n < 12; n++) await own.partner(`Partner ${n}`);
    const first = await own.api.get('/partners');
    expect(first).toMatchObject({
      indexFrom: 0,
      pageIndex: 0,
      pageSize: 10,
      totalCount: 12,
      totalPages: 2,
      hasPreviousPage: false,
      hasNextPage: true,
    });
    const last = await own.api.get<{ items: object[] }>('/partners?page=1');
    expect(last).toMatchObject({ pageIndex: 1, hasPreviousPage: true, hasNextPage: false });
    expect(last.items).toHaveLength(2);
    expect(await own.api.get('/partners?page=99')).toMatchObject({ items: [], totalCount: 12 });
  });
});

describe('ids and methods of the admin REST (K9)', () => {
  it('should answer 404 to ids that are none, on every route', async () => {
    const routes = (await documentedRoutes(pitlane().url, '/admin/v1')).filter(
      ({ path, method }) => path.includes('{id}') && method === 'GET',
    );
    for (const { path } of routes) {
      for (const id of ['x', '%00', '%ff', "'--", 'x'.repeat(1_000), '019A8F3E-0000-7000-8000-000000000000']) {
        const { status } = await rawRequest(pitlane().url, {
          path: path.replace('{id}', id),
          headers: { authorization: authorization() },
        });
        expect({ path, id, is4xx: status === 404 || status === 400 }).toEqual({ path, id, is4xx: true });
      }
    }
  });

  it('should refuse methods that a route does not have, as problem details', async () => {
    for (const [method, path] of [
      ['DELETE', '/offers'],
      ['PUT', `/offers/${offer.id}`],
      ['POST', '/conversions'],
      ['PATCH', '/deliveries'],
    ] as const) {
      const { status, headers } = await rawRequest(pitlane().url, {
        method,
        path: `/admin/v1${path}`,
        headers: { authorization: authorization() },
      });
      expect([404, 405]).toContain(status);
      expect(headers['content-type']).toContain('application/problem+json');
    }
  });

  it('should neutralise formulas in CSV exports', async () => {
    await account.click(offer, '=HYPERLINK("http://evil.example")');
    const { text, headers } = await account.api.call('GET', '/clicks?format=csv');
    expect(headers.get('content-type')).toContain('text/csv');
    expect(text).toContain(`'=HYPERLINK`);
    expect(text).not.toMatch(/(^|,)"?=/m);
  });
});
