import fc from 'fast-check';
import type { Account } from '../support/account';
import type { Offer } from '../support/answers';
import { rawRequest, request, type RawRequest } from '../support/http';
import { documentedRoutes, type Route } from '../support/openapi';
import { testPitlane } from '../support/pitlane';

const RUNS = 300;

const pitlane = testPitlane();
let account: Account;
let offer: Offer;
let routes: Route[];

beforeAll(async () => {
  account = await pitlane().account();
  offer = await account.offer();
  const { conversionId, clickId } = await account.convertNew(offer);
  known = [offer.id, conversionId, clickId, account.slug, (await account.partner()).id];
  // Waiting for nothing takes its time by design, and a stream of events does not end.
  routes = (await documentedRoutes(pitlane().url, '/')).filter(
    ({ path }) => !/\/(wait|events|accounts\/\{slug\})$/.test(path),
  );
});

let known: string[] = [];

/** Any code units, controls and lone surrogates among them. */
const anyText = fc.string({
  unit: fc
    .oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff }))
    .map((code) => String.fromCharCode(code)),
  maxLength: 40,
});
const awkward = fc.constantFrom(
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  'null',
  'true',
  '[]',
  '{}',
  '%',
  '%00',
  '\0',
  '\ud800',
  '../..',
  '2026-02-30',
  '{gk_click_id}',
  'x'.repeat(3_000),
);
const value = fc.oneof(
  anyText,
  awkward,
  fc.nat(4).map((n) => known[n] ?? ''),
);
const name = fc.oneof(
  fc.constantFrom(
    'offerId',
    'pub_member_id',
    'viewId',
    'gk_click_id',
    'cnv_event_id',
    'cnv_amount',
    'signature',
    'transaction_id',
  ),
  fc.constantFrom(
    'new_rejected_reason',
    'page',
    'page_size',
    'orderby',
    'order_asc',
    'status',
    'conversionId',
    'from',
    'format',
    'search',
  ),
  fc.constantFrom(
    'name',
    'link',
    'url',
    'scope',
    'by',
    'at',
    'keep',
    'script',
    'events',
    'statuses',
    '__proto__',
    'retry',
  ),
  anyText,
);
const json = fc.oneof(
  fc.dictionary(name, fc.oneof(value, fc.jsonValue({ maxDepth: 3 }))).map((body) => JSON.stringify(body)),
  fc.json({ maxDepth: 3 }),
  anyText,
);
const types = fc.constantFrom(
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
  'x',
  '',
);

interface Draw {
  route: number;
  method: string | null;
  ids: string[];
  query: [string, string][];
  body: string | null;
  type: string;
}

const draws = fc.record<Draw>({
  route: fc.nat(),
  method: fc.option(fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'), { freq: 5 }),
  ids: fc.array(value, { minLength: 3, maxLength: 3 }),
  query: fc.array(fc.tuple(name, value), { maxLength: 4 }),
  body: fc.option(json, { freq: 2 }),
  type: types,
});

/** Percent-encoded where it can be, raw where a client would have let it through. */
function escaped(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ed%a0%80';
  }
}

function toRequest({ route, method, ids, query, body, type }: Draw): RawRequest {
  const chosen = routes[route % routes.length]!;
  let next = 0;
  const path = chosen.path.replace(/\{\w+\}/g, () => escaped(ids[next++] ?? ''));
  const search = query.map(([key, text]) => `${escaped(key)}=${escaped(text)}`).join('&');
  const verb = method ?? chosen.method;
  return {
    method: verb,
    path: search === '' ? path : `${path}?${search}`,
    headers: {
      authorization: `ApiToken ${account.key}`,
      ...(body === null || verb === 'GET' || verb === 'HEAD' ? {} : { 'content-type': type }),
    },
    ...(body === null || verb === 'GET' || verb === 'HEAD' ? {} : { body }),
  };
}

describe('any request (K9)', () => {
  it('should be answered, and never by a 5xx', async () => {
    await fc.assert(
      fc.asyncProperty(draws, async (draw) => {
        const { status, text } = await rawRequest(pitlane().url, toRequest(draw));
        if (status >= 500) throw new Error(`${status} ${text}`);
      }),
      { numRuns: RUNS, plugins: [fc.interruptAfterTimeLimit(40_000, { failOnInterrupt: true })] },
    );
    expect(pitlane().output).not.toMatch(/"level":50|request failed/);
    expect((await request(`${pitlane().url}/health/ready`)).status).toBe(200);
    expect((await account.click(await account.offer())).clickId).not.toBe('');
  });
});
