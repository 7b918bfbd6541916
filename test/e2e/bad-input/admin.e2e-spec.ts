import type { Account } from '../support/account';
import type { ProblemDetails } from '../support/admin-client';
import type { Offer, Partner } from '../support/answers';
import { rawRequest, type RawAnswer, type RawRequest } from '../support/http';
import { testPitlane } from '../support/pitlane';

const MEBIBYTE = 1_048_576;
const LINK = 'https://advertiser.example/?c={gk_click_id}';

const pitlane = testPitlane();
let account: Account;
let offer: Offer;
let partner: Partner;

beforeAll(async () => {
  account = await pitlane().account();
  offer = await account.offer();
  partner = await account.partner();
});

const authorization = (): string => `ApiToken ${account.key}`;

const call = ({ path, headers = {}, ...how }: RawRequest): Promise<RawAnswer> =>
  rawRequest(pitlane().url, {
    ...how,
    path: `/admin/v1${path}`,
    headers: { authorization: authorization(), ...headers },
  });

const NOBODY = '0199f2a4-6c1e-7d3b-9a58-2f4e8c7b1d60';
const postJson = (path: string, body: string): Promise<RawAnswer> =>
  call({ method: 'POST', path, headers: { 'content-type': 'application/json' }, body });

describe('fields of admin bodies (K9)', () => {
  it.each<[string, object, string[]]>([
    ['unknown fields', { name: 'x', link: LINK, colour: 'red' }, ['colour']],
    ['what is required', {}, ['name', 'link']],
    ['a name that is a number', { name: 1, link: LINK }, ['name']],
    ['a blank name', { name: ' ', link: LINK }, ['name']],
    ['a name of 256 characters', { name: 'x'.repeat(256), link: LINK }, ['name']],
    ['a link that is none', { name: 'x', link: 'javascript:alert(1)' }, ['link']],
    ['an unknown offerType', { name: 'x', link: LINK, offerType: 'Double' }, ['offerType']],
    ['money as text', { name: 'x', link: LINK, revenue: '1.5' }, ['revenue']],
    ['money below zero', { name: 'x', link: LINK, payout: -1 }, ['payout']],
    ['money with seven decimals', { name: 'x', link: LINK, reward: 0.1234567 }, ['reward']],
    ['money beyond what is kept', { name: 'x', link: LINK, reward: 1e21 }, ['reward']],
    ['half a day', { name: 'x', link: LINK, pendingTime: 1.5 }, ['pendingTime']],
    ['an address that is none', { name: 'x', link: LINK, ipWhitelist: ['10.0.0.0/33'] }, ['ipWhitelist']],
    ['an advertiser that is none', { name: 'x', link: LINK, advertiserId: 'x' }, ['advertiserId']],
    ['events of a SingleEvent offer', { name: 'x', link: LINK, events: [{ eventId: 'a' }] }, ['events']],
    ['a MultiEvent offer without events', { name: 'x', link: LINK, offerType: 'MultiEvent' }, ['events']],
    [
      'an event id twice',
      { name: 'x', link: LINK, offerType: 'MultiEvent', events: [{ eventId: 'a' }, { eventId: 'a' }] },
      ['events.1.eventId'],
    ],
    [
      'an unknown field of an event',
      { name: 'x', link: LINK, offerType: 'MultiEvent', events: [{ eventId: 'a', x: 1 }] },
      ['events.0.x'],
    ],
    [
      'caps of a MultiEvent offer',
      { name: 'x', link: LINK, offerType: 'MultiEvent', dailyCap: 5, events: [{ eventId: 'a' }] },
      ['dailyCap'],
    ],
    ['a cap of zero', { name: 'x', link: LINK, dailyCap: 0 }, ['dailyCap']],
    ['a NUL in a name', { name: 'a\0b', link: LINK }, ['name']],
    ['a NUL in a text', { name: 'x', link: LINK, headline: 'a\0b' }, ['headline']],
    ['a lone surrogate', { name: 'a\ud800b', link: LINK }, ['name']],
    ['null for what may not be null', { name: 'x', link: LINK, revenue: null }, ['revenue']],
    ['several at once', { name: '', link: 'x', status: 'Gone' }, ['status', 'name', 'link']],
  ])('should name %s', async (_, body, fields) => {
    const refused = await account.api.refused('POST', '/offers', body);
    expect({ status: refused.status, fields: [...new Set(refused.fields)].sort() }).toEqual({
      status: 400,
      fields: fields.sort(),
    });
    for (const { message } of refused.problem.errors) expect(message).toMatch(/\w/);
    expect(await account.api.list('/offers')).toHaveLength(1);
  });

  it.each<[string, string, object, string]>([
    ['POST', '/partners', { name: 'a\0' }, 'name'],
    ['POST', '/partners', { name: 'x', contactEmail: 'nobody' }, 'contactEmail'],
    ['POST', '/advertisers', { name: 'x', website: 5 }, 'website'],
    ['POST', '/advertisers', { name: 'x', website: 'a\0b' }, 'website'],
    ['PATCH', '/account', { openPostbacks: 'true' }, 'openPostbacks'],
    ['PATCH', '/account', { nullMacro: 'NULL' }, 'nullMacro'],
    ['PATCH', '/account', { name: 'a\ud800' }, 'name'],
    ['PATCH', '/account', { slug: 'other' }, 'slug'],
    ['POST', '/operation-tools/conversions', { clickId: NOBODY, parameters: null }, 'parameters'],
    ['POST', '/deliveries/resend', { status: null }, 'status'],
    ['POST', '/emulator/reset', { keep: null }, 'keep'],
  ])('should be named by %s %s: %j', async (method, path, body, field) => {
    expect(await account.api.refused(method, path, body)).toMatchObject({ status: 400, fields: [field] });
  });

  it.each(['', 'UPPER', '-a', 'a-', 'a.b', 'a'.repeat(41), 'a\0', null, 5])(
    'should refuse the slug %j',
    async (slug) => {
      expect(await pitlane().root.refused('POST', '/accounts', { slug })).toMatchObject({
        status: 400,
        fields: ['slug'],
      });
    },
  );

  it('should refuse a slug that is taken', async () => {
    expect(await pitlane().root.refused('POST', '/accounts', { slug: account.slug })).toMatchObject({
      status: 409,
      fields: ['slug'],
    });
  });

  it.each<[object, string]>([
    [{ status: 'Approved' }, 'status'],
    [{}, 'status'],
    [{ status: 'Success', rejectionReason: 'x' }, 'rejectionReason'],
    [{ status: 'Rejected', rejectionReason: 'a\0b' }, 'rejectionReason'],
    [{ status: 'Rejected', rejectionReason: 5 }, 'rejectionReason'],
    [{ status: 'Rejected', by: 'me' }, 'by'],
  ])('should change no conversion by %j', async (body, field) => {
    const { conversionId } = await account.convertNew(offer);
    expect(await account.api.refused('PATCH', `/conversions/${conversionId}`, body)).toMatchObject({
      status: 400,
      fields: [field],
    });
    expect((await account.conversion(conversionId)).history).toHaveLength(1);
  });
});

describe('admin bodies as a whole (K9)', () => {
  it.each([
    ['broken JSON', '{"name":', 400],
    ['an array', '[]', 400],
    ['a text', '"name"', 400],
    ['null', 'null', 400],
    ['what would pollute', '{"__proto__":{"name":"x"},"link":"https://a.example/"}', 400],
    ['deep JSON', `{"name":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 400],
    ['more than 1 MiB', `{"name":"${'x'.repeat(MEBIBYTE)}"}`, 413],
  ])('should be refused: %s', async (_, body, status) => {
    for (const path of ['/offers', '/partners', `/partners/${partner.id}/postbacks`]) {
      const answer = await postJson(path, body);
      expect({ path, status: answer.status }).toEqual({ path, status });
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json).toMatchObject({
        type: 'about:blank',
        status,
        title: expect.any(String) as string,
      } satisfies Partial<ProblemDetails>);
    }
  });

  it('should be JSON', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/x-msgpack']) {
      const { status } = await call({
        method: 'POST',
        path: '/partners',
        headers: { 'content-type': type },
        body: 'name=x',
      });
      expect([400, 415]).toContain(status);
    }
    expect(await account.api.list('/partners')).toHaveLength(1);
  });
});
