import { until } from '@app/testing';
import type { Account } from '../support/account';
import type { Offer, Partner, PartnerLink, Postback } from '../support/answers';
import { testPitlane } from '../support/pitlane';

const SUBS = Array.from({ length: 15 }, (_, n) => `pub_sub_${n + 1}`);
const MACROS = [
  ...['pub_click_id', 'pub_member_id', 'gk_offer_id', 'gk_offer_name', 'cnv_event_id', 'cnv_amount', ...SUBS],
  ...['gk_click_id', 'gk_conversion_id', 'gk_event_name', 'cnv_status', 'cnv_rejection_reason', 'payout'],
];

const pitlane = testPitlane();
let account: Account;
let partner: Partner;
let offer: Offer;
let link: PartnerLink;

beforeEach(async () => {
  account = await pitlane().account();
  partner = await account.partner();
  offer = await account.offer({ name: 'Boost Card', payout: 12.5 });
  link = await account.link(partner, offer);
});

/** A conversion that the partner brought. */
async function convert(
  parameters: Record<string, string> = {},
  over = link,
): Promise<{ conversionId: string; clickId: string }> {
  const { clickId } = await account.partnerClick(over, { pub_click_id: 'pc-1', pub_member_id: 'lus', ...parameters });
  return { clickId, conversionId: (await account.convert(clickId, parameters)).conversionId };
}

async function called(name: string, many = 1): Promise<URL[]> {
  await until(async () => (await account.received(name)).length >= many);
  return (await account.received(name)).map(({ url }) => new URL(url, 'http://receiver.example'));
}

const template = MACROS.map((name) => `${name}={${name}}`).join('&');

describe('the macros of a partner postback (K5.2)', () => {
  it('should all be replaced', async () => {
    await account.postback(partner, {
      scope: 'event',
      offerId: offer.id,
      url: `${await account.receiver('event')}?${template}`,
    });
    const subs = Object.fromEntries(SUBS.map((name) => [name, `value of ${name}`]));
    const { clickId, conversionId } = await convert({ ...subs, cnv_amount: '9.90' });
    const [url] = await called('event');
    expect(Object.fromEntries(url!.searchParams)).toEqual({
      ...subs,
      pub_click_id: 'pc-1',
      pub_member_id: 'lus',
      gk_offer_id: offer.id,
      gk_offer_name: 'Boost Card',
      cnv_event_id: '',
      cnv_amount: '9.90',
      gk_click_id: clickId,
      gk_conversion_id: conversionId,
      gk_event_name: '',
      cnv_status: 'Success',
      cnv_rejection_reason: '',
      payout: '12.5',
    });
  });

  it('should be percent-encoded, so that no value adds a parameter, changes the path or is expanded again', async () => {
    const url = `${await account.receiver('event')}/{pub_sub_1}/end?a={pub_sub_2}&b={pub_sub_3}&unknown={their_macro}`;
    await account.postback(partner, { scope: 'event', offerId: offer.id, url });
    const hostile = { pub_sub_1: '../../admin?x=1#', pub_sub_2: '1&b=2#c', pub_sub_3: '{pub_sub_1}%26 ü\r\nX: y' };
    await convert(hostile);
    await called('event');
    const [request] = await account.received('event');
    expect(request!.url).toBe(
      '/..%2F..%2Fadmin%3Fx%3D1%23/end?a=1%26b%3D2%23c&b=%7Bpub_sub_1%7D%2526%20%C3%BC%0D%0AX%3A%20y&unknown={their_macro}',
    );
  });

  it('should be empty without a value, or the text null where the account wants it', async () => {
    await account.postback(partner, {
      scope: 'event',
      offerId: offer.id,
      url: `${await account.receiver('event')}?e={cnv_event_id}`,
    });
    await convert();
    await called('event');
    await account.api.patch('/account', { nullMacro: 'null' });
    await convert({ pub_member_id: 'another' });
    expect((await called('event', 2)).map(({ search }) => search)).toEqual(['?e=', '?e=null']);
  });

  it('should name the event of a MultiEvent offer, and the amount of the advertiser', async () => {
    const multi = await account.multiEventOffer(['Sign Up', 'buy']);
    const url = `${await account.receiver('global')}?id={cnv_event_id}&name={gk_event_name}&amount={cnv_amount}`;
    await account.postback(partner, { scope: 'global', url });
    await convert({ cnv_event_id: 'Sign Up', cnv_amount: '1.50' }, await account.link(partner, multi));
    const [{ search } = { search: '' }] = await called('global');
    expect(search).toBe('?id=Sign%20Up&name=Sign%20Up&amount=1.50');
  });
});

describe('what fires (K5.2)', () => {
  it('should be both the event-level and the global one, as two deliveries', async () => {
    await account.postback(partner, { scope: 'event', offerId: offer.id, url: await account.receiver('event') });
    await account.postback(partner, { scope: 'global', offerId: offer.id, url: await account.receiver('of-offer') });
    await account.postback(partner, { scope: 'global', url: await account.receiver('of-all') });
    const { conversionId } = await convert();
    for (const name of ['event', 'of-offer', 'of-all']) await called(name);
    await until(
      async () => (await account.deliveries(`conversionId=${conversionId}&kind=postback&status=Sent`)).length === 3,
    );
  });

  it('should be nothing of another partner, another offer or another event', async () => {
    const multi = await account.multiEventOffer(['one', 'two']);
    const others: [Partner, object][] = [
      [await account.partner('Other'), { scope: 'global' }],
      [partner, { scope: 'global', offerId: offer.id }],
      [partner, { scope: 'event', offerId: offer.id }],
      [partner, { scope: 'event', offerId: multi.id, eventId: 'two' }],
    ];
    for (const [whose, fields] of others) {
      await account.postback(whose, { url: await account.receiver('wrong'), ...fields });
    }
    await account.postback(partner, {
      scope: 'event',
      offerId: multi.id,
      eventId: 'one',
      url: await account.receiver('right'),
    });
    const { conversionId } = await convert({ cnv_event_id: 'one' }, await account.link(partner, multi));
    await called('right');
    expect(await account.deliveries(`conversionId=${conversionId}&kind=postback&includeSkipped=true`)).toHaveLength(1);
    expect(await account.received('wrong')).toEqual([]);
  });

  it('should be GET on Success by default; method and statuses are configurable (G10.25)', async () => {
    await account.postback(partner, { scope: 'event', offerId: offer.id, url: await account.receiver('default') });
    await account.postback(partner, {
      scope: 'global',
      url: `${await account.receiver('own')}?s={cnv_status}&r={cnv_rejection_reason}`,
      method: 'POST',
      statuses: ['Pending', 'Rejected'],
    });
    const { conversionId } = await convert();
    await account.setStatus(conversionId, 'Pending');
    await account.setStatus(conversionId, 'Rejected', 'fraud');
    expect((await called('own', 2)).map(({ search }) => search)).toEqual(['?s=Pending&r=', '?s=Rejected&r=fraud']);
    expect((await account.received('own')).map(({ method }) => method)).toEqual(['POST', 'POST']);
    expect((await account.received('default')).map(({ method }) => method)).toEqual(['GET']);
    const skipped = await account.deliveries(`conversionId=${conversionId}&kind=postback&status=Skipped`);
    expect(skipped.map(({ reason }) => reason).sort()).toEqual([
      'The postback does not fire on Pending',
      'The postback does not fire on Rejected',
      'The postback does not fire on Success',
    ]);
  });

  it('should say of one that is switched off that it is', async () => {
    const { id } = await account.postback(partner, {
      scope: 'global',
      url: await account.receiver('off'),
      enabled: false,
    });
    const { conversionId } = await convert();
    const [skipped] = await account.deliveries(`conversionId=${conversionId}&kind=postback&status=Skipped`);
    expect(skipped!.reason).toBe('The postback is switched off');
    await account.api.patch(`/postbacks/${id}`, { enabled: true });
    await account.api.post(`/deliveries/${skipped!.id}/resend`);
    await called('off');
  });
});

describe('a postback configuration', () => {
  it('should be listed, changed and deleted', async () => {
    const made = await account.postback(partner, { scope: 'global', url: 'https://partner.example/?c={pub_click_id}' });
    expect(made).toMatchObject({
      scope: 'global',
      offerId: null,
      eventId: null,
      method: 'GET',
      statuses: ['Success'],
      warnings: [],
    });
    await account.api.patch(`/postbacks/${made.id}`, { method: 'POST', statuses: ['Rejected'] });
    expect(await account.api.list(`/partners/${partner.id}/postbacks`)).toMatchObject([
      { id: made.id, method: 'POST', statuses: ['Rejected'] },
    ]);
    await account.api.delete(`/postbacks/${made.id}`);
    expect(await account.api.list(`/partners/${partner.id}/postbacks`)).toEqual([]);
    expect(await account.api.refused('PATCH', `/postbacks/${made.id}`, { enabled: false })).toMatchObject({
      status: 404,
    });
  });

  it('should be warned of unknown macros, which stay', async () => {
    const url = 'https://partner.example/?a={click_id}&b={pub_click_id}&c={payout}';
    const { warnings } = await account.postback(partner, { scope: 'global', url });
    expect(warnings).toEqual([expect.stringContaining('{click_id}')]);
  });

  it.each([
    ['url', { scope: 'global', url: 'https://partner.example/'.padEnd(2_001, 'x') }],
    ['url', { scope: 'global', url: 'ftp://partner.example/' }],
    ['url', { scope: 'global', url: 'https://{pub_sub_1}/' }],
    ['url', { scope: 'global' }],
    ['scope', { scope: 'local', url: 'https://partner.example/' }],
    ['offerId', { scope: 'event', url: 'https://partner.example/' }],
    ['offerId', { scope: 'event', offerId: '019a8f3e-0000-7000-8000-000000000000', url: 'https://partner.example/' }],
    ['eventId', { scope: 'global', eventId: 'x', url: 'https://partner.example/' }],
    ['method', { scope: 'global', url: 'https://partner.example/', method: 'DELETE' }],
    ['statuses', { scope: 'global', url: 'https://partner.example/', statuses: [] }],
    ['statuses', { scope: 'global', url: 'https://partner.example/', statuses: ['Approved'] }],
    ['secret', { scope: 'global', url: 'https://partner.example/', secret: 'x' }],
  ])('should be refused for a wrong %s (%#)', async (field, body) => {
    const { status, fields } = await account.api.refused('POST', `/partners/${partner.id}/postbacks`, body);
    expect({ status, fields: [...new Set(fields)] }).toEqual({ status: 400, fields: [field] });
    expect(await account.api.list(`/partners/${partner.id}/postbacks`)).toEqual([]);
  });

  it('should take 2,000 characters', async () => {
    const url = 'https://partner.example/?'.padEnd(2_000, 'x');
    expect((await account.postback(partner, { scope: 'global', url })).url).toBe(url);
  });
});

describe('the preview (K5.2)', () => {
  const preview = (body: object): Promise<{ url: string; warnings: string[] }> =>
    account.api.post('/postbacks/preview', body);

  it('should render a template for a made-up conversion, with values of the caller', async () => {
    const url = 'https://partner.example/{cnv_status}?c={pub_click_id}&x={nobody_knows}';
    expect(await preview({ url, sample: { pub_click_id: 'a&b', cnv_status: 'Pending' } })).toMatchObject({
      url: 'https://partner.example/Pending?c=a%26b&x={nobody_knows}',
      warnings: [expect.stringContaining('{nobody_knows}')],
    });
    expect((await preview({ url: `https://partner.example/?${template}` })).url).not.toContain('{');
  });

  it('should render what a real conversion would send, and send nothing', async () => {
    const { url } = await account.api.put<Postback>('/emulator/receivers/event', { script: [{ status: 200 }] });
    await account.postback(partner, { scope: 'event', offerId: offer.id, url: `${url}?${template}` });
    const { conversionId } = await convert();
    const [{ search } = { search: '' }] = await called('event');
    const shown = await preview({ url: `${url}?${template}`, conversionId });
    expect(new URL(shown.url).search).toBe(search);
    expect(await account.received('event')).toHaveLength(1);
  });

  it('should refuse a template that could not be saved', async () => {
    const { status, fields } = await account.api.refused('POST', '/postbacks/preview', { url: 'partner.example' });
    expect({ status, fields }).toEqual({ status: 400, fields: ['url'] });
  });
});
