import type { Account } from '../support/account';
import type { Delivery, Offer, Partner, PartnerLink, Postback } from '../support/answers';
import { request } from '../support/http';
import { documentedRoutes, type Route } from '../support/openapi';
import { testPitlane } from '../support/pitlane';

const ADMIN = '/admin/v1';
const HOUR_MS = 3_600_000;
const UNKNOWN = '019a8f3e-0000-7000-8000-000000000000';

const LISTS = [
  ...[
    '/account',
    '/account/callback',
    '/account/keys',
    '/advertisers',
    '/offers',
    '/partners',
    '/conversions',
    '/deliveries?includeSkipped=true',
    '/scheduled-changes',
    '/imports',
  ],
  ...[
    '/clicks',
    '/views',
    '/request-logs',
    '/history-logs',
    '/emulator/clock',
    '/emulator/receivers',
    '/emulator/snapshots',
  ],
];

/** Bodies that would be taken, were the row one's own. */
const BODIES: Readonly<Record<string, object>> = {
  'PATCH /advertisers/{id}': { name: 'stolen' },
  'PATCH /offers/{id}': { name: 'stolen' },
  'PATCH /partners/{id}': { name: 'stolen' },
  'PATCH /postbacks/{id}': { enabled: false },
  'PATCH /conversions/{id}': { status: 'Rejected' },
  'PATCH /scheduled-changes/{id}': { value: 1 },
  'POST /partners/{id}/links': { offerId: UNKNOWN },
  'POST /partners/{id}/postbacks': { scope: 'global', url: 'https://thief.example/' },
};

const pitlane = testPitlane();
let owner: Account;
let stranger: Account;
let offer: Offer;
let partner: Partner;
let link: PartnerLink;
let postback: Postback;
let conversionId = '';
let clickId = '';
/** Ids of the owner, by the path that they stand behind. */
let ids: Record<string, string>;

async function firstId(path: string): Promise<string> {
  const [first] = await owner.api.list<{ id: string }>(path);
  return first!.id;
}

/** Imports a file that changes nothing; answers the import's id. */
async function importedOnce(): Promise<string> {
  const { json } = await request(`${owner.url}${ADMIN}/conversions/import?kind=status-update`, {
    method: 'POST',
    headers: { authorization: `ApiToken ${owner.key}`, 'content-type': 'text/csv' },
    body: `gk_click_id,Status\n${clickId},Success`,
  });
  return (json as { id: string }).id;
}

beforeAll(async () => {
  [owner, stranger] = [await pitlane().account(), await pitlane().account()];
  await owner.receiver('callback', { status: 404 });
  await owner.callback({ url: 'https://owner.example/' });
  await owner.callback({ url: null });
  offer = await owner.offer();
  partner = await owner.partner();
  link = await owner.link(partner, offer);
  postback = await owner.postback(partner, { scope: 'global', url: 'https://owner.example/', enabled: false });
  const { now } = await owner.api.get<{ now: string }>('/emulator/clock');
  const at = new Date(Math.ceil(Date.parse(now) / HOUR_MS + 1) * HOUR_MS).toISOString();
  await owner.api.post('/scheduled-changes', { offerId: offer.id, field: 'reward', value: 5, at });
  ({ clickId } = await owner.partnerClick(link, { pub_click_id: 'x', pub_member_id: 'y' }));
  ({ conversionId } = await owner.convert(clickId));
  await owner.api.put('/emulator/snapshots/kept', {});
  ids = {
    '/account/keys/{id}': await firstId('/account/keys'),
    '/advertisers/{id}': await firstId('/advertisers'),
    '/offers/{id}': offer.id,
    '/partners/{id}': partner.id,
    '/postbacks/{id}': postback.id,
    '/conversions/{id}': conversionId,
    '/deliveries/{id}': await firstId('/deliveries?includeSkipped=true'),
    '/scheduled-changes/{id}': await firstId('/scheduled-changes'),
    '/imports/{id}': await importedOnce(),
    '/emulator/receivers/{name}': 'callback',
    '/emulator/snapshots/{name}': 'kept',
  };
});

const snapshot = async (account: Account): Promise<string[]> =>
  Promise.all(LISTS.map(async (path) => (await account.api.call('GET', path)).text.replace(/"now":"[^"]+"/, '')));

const adminRoutes = (): Promise<Route[]> => documentedRoutes(pitlane().url, ADMIN);

/** The route with the owner's ids in it. */
function filled({ method, path }: Route): { method: string; path: string; body: object | undefined } {
  const tail = path.slice(ADMIN.length);
  const known = Object.keys(ids).find((prefix) => tail.startsWith(prefix));
  const named = known === undefined ? tail : tail.replace(/\{\w+\}/, ids[known] ?? '');
  return {
    method,
    path: named.replace('{slug}', owner.slug),
    body: method === 'GET' || method === 'DELETE' ? undefined : (BODIES[`${method} ${tail}`] ?? {}),
  };
}

describe('keys (K6)', () => {
  it('should let an account key manage no accounts, and act for no other one', async () => {
    for (const [method, path] of [
      ['GET', '/accounts'],
      ['POST', '/accounts'],
      ['DELETE', `/accounts/${owner.slug}`],
    ] as const) {
      expect(await stranger.api.refused(method, path, method === 'POST' ? { slug: 'mine' } : undefined)).toMatchObject({
        status: 403,
      });
    }
    const headers = { authorization: `ApiToken ${stranger.key}`, 'x-pitlane-account': owner.slug };
    expect((await request(`${pitlane().url}${ADMIN}/offers`, { headers })).status).toBe(403);
  });

  it('should let the root key act on the account it names', async () => {
    const [theirs] = await pitlane().rootOn(owner.slug).list<Offer>('/offers');
    expect(theirs!.id).toBe(offer.id);
    expect(await pitlane().rootOn('nobody').refused('GET', '/offers')).toMatchObject({ status: 404 });
    expect((await pitlane().root.list<Offer>('/offers')).map(({ id }) => id)).not.toContain(offer.id);
  });
});

describe("another account's rows (K1)", () => {
  it('should be 404 on every route that names one, and stay as they are', async () => {
    const routes = (await adminRoutes()).filter(({ path }) => path.includes('{') && !path.includes('{slug}'));
    const unlisted = routes.filter(
      ({ path }) => !Object.keys(ids).some((prefix) => path.startsWith(`${ADMIN}${prefix}`)),
    );
    expect(unlisted).toEqual([]);
    const before = await snapshot(owner);
    for (const route of routes) {
      // Scripting a receiver makes one's own.
      if (route.method === 'PUT') continue;
      const { method, path, body } = filled(route);
      const { status, text } = await stranger.api.call(method, path, body);
      expect({ method, path, status }).toEqual({ method, path, status: 404 });
      for (const id of [offer.name, partner.name, 'owner.example']) expect(text).not.toContain(id);
    }
    expect(await snapshot(owner)).toEqual(before);
  });

  it('should be no targets of what one makes oneself', async () => {
    const mine = await stranger.partner('Mine');
    const url = 'https://thief.example/';
    const tries: [string, string, object, number, string[]][] = [
      ['POST', '/offers', { name: 'x', link: url, advertiserId: ids['/advertisers/{id}'] }, 400, ['advertiserId']],
      ['POST', `/partners/${mine.id}/postbacks`, { scope: 'global', offerId: offer.id, url }, 400, ['offerId']],
      ['POST', `/partners/${mine.id}/postbacks`, { scope: 'event', offerId: offer.id, url }, 400, ['offerId']],
      ['POST', '/postbacks/preview', { url, conversionId }, 400, ['conversionId']],
      ['POST', '/operation-tools/clicks', { offerId: offer.id, pubMemberId: 'x' }, 404, ['offerId']],
      ['POST', '/operation-tools/conversions', { clickId }, 404, ['clickId']],
      ['POST', '/operation-tools/callbacks', { conversionId }, 404, []],
    ];
    const before = await snapshot(owner);
    for (const [method, path, body, status, fields] of tries) {
      expect({ path, ...(await stranger.api.refused(method, path, body)) }).toMatchObject({ path, status, fields });
    }
    const linked = await stranger.api.call('POST', `/partners/${mine.id}/links`, { offerId: offer.id });
    expect([400, 404]).toContain(linked.status);
    expect(await stranger.api.post('/deliveries/resend', { conversionId })).toEqual({ matched: 0 });
    expect(await stranger.api.post('/deliveries/resend', { offerId: offer.id, status: 'Skipped' })).toEqual({
      matched: 0,
    });
    expect(await snapshot(owner)).toEqual(before);
  });

  it('should be found by no filter', async () => {
    const filters = [
      `conversionId=${conversionId}`,
      `offerId=${offer.id}`,
      `clickId=${clickId}`,
      `partnerId=${partner.id}`,
    ];
    for (const path of [
      '/deliveries?includeSkipped=true',
      '/conversions?',
      '/clicks?',
      '/request-logs?',
      '/history-logs?',
    ]) {
      for (const filter of filters) {
        const { status, body } = await stranger.api.call('GET', `${path}&${filter}`);
        // Not every list has every filter.
        expect([status, (body as { totalCount?: number }).totalCount]).toEqual(
          status === 400 ? [400, undefined] : [200, 0],
        );
      }
    }
    for (const path of [`/deliveries/wait?conversionId=${conversionId}`, `/conversions/wait?id=${conversionId}`]) {
      const { status, problem } = await stranger.api.refused('GET', `${path}&timeout=0`);
      expect([status, problem.errors]).toEqual([408, [expect.objectContaining({ field: 'id' })]]);
    }
    for (const path of ['/offers', '/partners', '/conversions', '/deliveries']) {
      const { text } = await stranger.api.call('GET', `${path}?format=csv`);
      expect(text).not.toContain(offer.id);
    }
  });

  it('should be seen by their owner alone in lists of the same names', async () => {
    const theirs = await stranger.offer();
    expect((await owner.api.list<Offer>('/offers?search=Boost')).map(({ id }) => id)).toEqual([offer.id]);
    expect((await stranger.api.list<Offer>('/offers?search=Boost')).map(({ id }) => id)).toContain(theirs.id);
    expect(
      (await owner.api.list<Delivery>('/deliveries?includeSkipped=true')).every(
        (each) => each.conversionId === conversionId,
      ),
    ).toBe(true);
  });
});

describe('an account that is deleted', () => {
  it('should be gone with all it had, keys and addresses included', async () => {
    const gone = await pitlane().account();
    const theirs = await gone.offer();
    const { clickId: click } = await gone.convertNew(theirs);
    await pitlane().root.delete(`/accounts/${gone.slug}`);
    expect(await gone.api.refused('GET', '/offers')).toMatchObject({ status: 401 });
    expect((await gone.postbackCall({ gk_click_id: click })).status).toBe(404);
    expect((await request(`${gone.local(theirs.clickUrl)}lus`)).status).toBe(404);
    expect((await request(`${gone.local(theirs.rejectionPath)}?new_rejected_reason=x&transaction_id=y`)).status).toBe(
      404,
    );
    expect(await pitlane().root.refused('DELETE', `/accounts/${gone.slug}`)).toMatchObject({ status: 404 });
  });
});
