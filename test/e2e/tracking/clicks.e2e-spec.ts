import type { Account } from '../support/account';
import type { Envelope, LoggedCall, Offer, PartnerLink } from '../support/answers';
import { request, type HttpAnswer } from '../support/http';
import { testPitlane } from '../support/pitlane';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const UNKNOWN = '019a8f3e-0000-7000-8000-000000000000';

const pitlane = testPitlane();
let account: Account;
let offer: Offer;
let link: PartnerLink;

beforeAll(async () => {
  account = await pitlane().account();
  offer = await account.offer();
  link = await account.link(await account.partner(), offer);
});

const wall = (path: string, parameters: Record<string, string>): Promise<HttpAnswer> =>
  request(`${pitlane().url}/api/v1/offer-wall/${path}?${new URLSearchParams(parameters).toString()}`);

const redirect = (parameters: Record<string, string>): Promise<HttpAnswer> => wall('offer-link-redirect', parameters);

const byLink = (id: string, parameters: Record<string, string>): Promise<HttpAnswer> =>
  request(`${pitlane().url}/api/v1/offer-link/redirect/${id}?${new URLSearchParams(parameters).toString()}`);

async function viewOf(parameters: Record<string, string> = {}): Promise<string> {
  const { status, json } = await wall('offer-details', { offerId: offer.id, pub_member_id: 'viewer', ...parameters });
  expect(status).toBe(200);
  return (json as Envelope<{ viewId: string }>).data!.viewId;
}

const clickIdOf = ({ headers }: HttpAnswer): string =>
  new URL(headers.get('location') ?? '').searchParams.get('click') ?? '';

function expectRefusal({ status, json, headers }: HttpAnswer, expected: number): void {
  expect({ status, json }).toEqual({
    status: expected,
    json: {
      responseId: expect.stringMatching(UUID) as string,
      isSuccessful: false,
      responseTitle: expect.any(String) as string,
      responseType: expect.any(String) as string,
      messages: [expect.any(String)],
    },
  });
  expect(headers.get('content-type')).toContain('application/json');
}

describe('a click', () => {
  it('should redirect by offer and member, and be in the report before the answer leaves', async () => {
    const answer = await redirect({ offerId: offer.id, pub_member_id: 'lus', pub_age: '30', pub_sub_15: 'x y' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(clickIdOf(answer)).toMatch(UUID);
    const [click] = await account.api.list<Record<string, unknown>>(`/clicks?clickId=${clickIdOf(answer)}`);
    expect(click).toMatchObject({
      offerId: offer.id,
      viewId: null,
      partnerId: null,
      pubMemberId: 'lus',
      parameters: { pub_age: '30', pub_sub_15: 'x y' },
      sourceIp: '127.0.0.1',
    });
  });

  it('should redirect by a view, and know the member from it (G10.6)', async () => {
    const viewId = await viewOf();
    const answer = await redirect({ viewId });
    expect(answer.status).toBe(302);
    const [click] = await account.api.list<Record<string, unknown>>(`/clicks?clickId=${clickIdOf(answer)}`);
    expect(click).toMatchObject({ offerId: offer.id, viewId, pubMemberId: 'viewer' });
  });

  it('should answer the link as JSON, a new click each time, even for the same view (G10.35)', async () => {
    const viewId = await viewOf();
    const answers = [await wall('offer-link', { viewId, offerId: offer.id }), await wall('offer-link', { viewId })];
    const urls = answers.map(({ json }) => {
      const { data, ...rest } = json as Envelope<{ url: string }>;
      expect(rest).toMatchObject({
        isSuccessful: true,
        responseTitle: 'Success',
        responseType: 'Success',
        messages: [],
      });
      return new URL(data!.url);
    });
    const [first, second] = urls.map(({ searchParams }) => searchParams.get('click'));
    expect(first).not.toBe(second);
    expect(await account.api.list(`/clicks?viewId=${viewId}`)).toHaveLength(2);
  });

  it('should come by a partner link, with the partner and its click id', async () => {
    const { clickId } = await account.partnerClick(link, {
      pub_click_id: 'pc-1',
      pub_member_id: 'lus',
      pub_sub_1: 'news',
    });
    const [click] = await account.api.list<Record<string, unknown>>(`/clicks?clickId=${clickId}`);
    expect(click).toMatchObject({ partnerName: 'Brightwheels', pubClickId: 'pc-1', parameters: { pub_sub_1: 'news' } });
  });

  it('should replace the macros of the link once, percent-encoded, and leave unknown ones alone (G§2.3)', async () => {
    const link =
      'https://advertiser.example/{gk_offer_id}?click={gk_click_id}&name={gk_offer_name}&m={pub_member_id}&s={pub_sub_1}' +
      '&none={pub_sub_2}&other={their_macro}#{pub_sub_3}';
    const { id, clickUrl } = await account.offer({ name: 'A & B', link });
    const member = '{gk_click_id}&x=1#?/é';
    const { location, clickId } = await account.click({ ...offer, id, clickUrl }, member, {
      pub_sub_1: "it's (50%)",
      pub_sub_3: '..',
    });
    expect(location).toBe(
      `https://advertiser.example/${id}?click=${clickId}&name=A%20%26%20B&m=%7Bgk_click_id%7D%26x%3D1%23%3F%2F%C3%A9` +
        `&s=it%27s%20%2850%25%29&none=&other={their_macro}#..`,
    );
  });

  it('should take offer and link ids in any case', async () => {
    expect((await redirect({ offerId: offer.id.toUpperCase(), pub_member_id: 'lus' })).status).toBe(302);
    expect((await byLink(link.id.toUpperCase(), { pub_click_id: 'x', pub_member_id: 'y' })).status).toBe(302);
  });
});

describe('a click of a caller that names another address', () => {
  it('should be kept with the address that it came from, for no proxy is trusted', async () => {
    const url = `${account.local(offer.clickUrl)}forged`;
    const { headers } = await request(url, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    const clickId = new URL(headers.get('location') ?? '').searchParams.get('click') ?? '';
    expect(await account.api.list(`/clicks?clickId=${clickId}`)).toMatchObject([{ sourceIp: '127.0.0.1' }]);
  });
});

describe('a view', () => {
  it('should be reused where the same member opens the same offer again, else made anew', async () => {
    const viewId = await viewOf();
    expect(await viewOf({ viewId })).toBe(viewId);
    expect(await viewOf({ viewId, pub_member_id: 'somebody else' })).not.toBe(viewId);
    expect(await viewOf({ viewId: UNKNOWN })).not.toBe(UNKNOWN);
    expect(await account.api.list(`/views?viewId=${viewId}`)).toMatchObject([
      { offerId: offer.id, pubMemberId: 'viewer' },
    ]);
  });
});

describe('a click that is refused', () => {
  it.each([
    ['neither view nor offer', () => redirect({ pub_member_id: 'x' })],
    ['no member', () => redirect({ offerId: offer.id })],
    ['a blank member', () => redirect({ offerId: offer.id, pub_member_id: '  ' })],
    ['no view for offer-link', () => wall('offer-link', { offerId: offer.id, pub_member_id: 'x' })],
    ['no member for offer-details', () => wall('offer-details', { offerId: offer.id })],
    ['no offer for offer-details', () => wall('offer-details', { pub_member_id: 'x' })],
    ['no pub_click_id on a partner link', () => byLink(link.id, { pub_member_id: 'x' })],
    ['no pub_member_id on a partner link', () => byLink(link.id, { pub_click_id: 'x' })],
  ])('should answer 400 to %s', async (_, call) => expectRefusal(await call(), 400));

  it.each([
    ['an unknown offer', () => redirect({ offerId: UNKNOWN, pub_member_id: 'x' })],
    ['an offer id that is none', () => redirect({ offerId: '42', pub_member_id: 'x' })],
    ['an unknown view', () => redirect({ viewId: UNKNOWN })],
    ['a view id that is none', () => wall('offer-link', { viewId: 'x' })],
    ['an unknown offer for offer-details', () => wall('offer-details', { offerId: UNKNOWN, pub_member_id: 'x' })],
    ['an unknown link', () => byLink(UNKNOWN, { pub_click_id: 'x', pub_member_id: 'y' })],
    ['a link id that is none', () => byLink('link', { pub_click_id: 'x', pub_member_id: 'y' })],
  ])('should answer 404 to %s', async (_, call) => expectRefusal(await call(), 404));

  it('should answer 410 for a paused offer on every way to click, and work again once it is resumed (G10.23)', async () => {
    const paused = await account.offer();
    const pausedLink = await account.link(await account.partner(), paused);
    const { json } = await wall('offer-details', { offerId: paused.id, pub_member_id: 'x' });
    const { viewId } = (json as Envelope<{ viewId: string }>).data!;
    const ways = (): Promise<HttpAnswer>[] => [
      redirect({ offerId: paused.id, pub_member_id: 'x' }),
      redirect({ viewId }),
      wall('offer-link', { viewId }),
      byLink(pausedLink.id, { pub_click_id: 'x', pub_member_id: 'y' }),
    ];
    for (let twice = 0; twice < 2; twice++) {
      expect((await account.api.call('POST', `/offers/${paused.id}/pause`)).status).toBe(204);
    }
    for (const way of ways()) expectRefusal(await way, 410);
    expect(await account.api.list(`/clicks?offerId=${paused.id}`)).toEqual([]);
    await account.api.post(`/offers/${paused.id}/resume`);
    for (const way of ways()) expect((await way).status).toBeLessThan(400);
  });

  it('should answer 404 once the offer is deleted', async () => {
    const gone = await account.offer();
    await account.api.delete(`/offers/${gone.id}`);
    expectRefusal(await redirect({ offerId: gone.id, pub_member_id: 'x' }), 404);
  });

  it('should refuse a view of another offer (G10.7)', async () => {
    const other = await account.offer();
    expectRefusal(await redirect({ viewId: await viewOf(), offerId: other.id }), 400);
  });

  it('should record no click, and the call in the request log', async () => {
    const paused = await account.offer({ status: 'Pending' });
    expectRefusal(await redirect({ offerId: paused.id, pub_member_id: 'x' }), 410);
    expect(await account.api.list(`/clicks?offerId=${paused.id}`)).toEqual([]);
    const [logged] = await account.api.list<LoggedCall>(`/request-logs?offerId=${paused.id}`);
    expect(logged).toMatchObject({
      kind: 'click',
      method: 'GET',
      httpStatus: 410,
      parameters: { offerId: paused.id, pub_member_id: 'x' },
    });
  });
});
