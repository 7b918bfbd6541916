import { createHash } from 'node:crypto';
import type { Account } from '../support/account';
import { rawRequest, type RawAnswer } from '../support/http';
import { testPitlane } from '../support/pitlane';

const pitlane = testPitlane();
let account: Account;

beforeAll(async () => {
  account = await pitlane().account();
});

/** A page of the hosted wall on the account's own host, as a browser gets it. */
function open(path: string): Promise<RawAnswer> {
  return rawRequest(account.url, { path, headers: { host: `app.${account.slug}.localhost` } });
}

/** Where the link with these words leads. */
function linkOf({ text }: RawAnswer, words: string): string {
  const [, href] = new RegExp(`<a [^>]*href="([^"]+)"[^>]*>${words}</a>`).exec(text) ?? [];
  if (href === undefined) throw new Error(`There is no link “${words}”: ${text}`);
  return href.replaceAll('&amp;', '&');
}

describe('the hosted offer wall', () => {
  it('should lead from the list by an offer, which is a view, to its link, which is a click of that view', async () => {
    const offer = await account.offer({ headline: 'Boost now', reward: 45 });
    const list = await open('/offer-wall?pub_member_id=lus+1&pub_sub_3=a%26b');
    expect(list).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(list.text).toContain('45 points');
    const details = await open(linkOf(list, 'Boost now'));
    const [view] = await account.api.list<{ id: string; pubMemberId: string }>(`/views?offerId=${offer.id}`);
    expect(view).toMatchObject({ pubMemberId: 'lus 1' });
    const { status, headers } = await open(linkOf(details, 'Start'));
    expect([status, headers.location]).toEqual([
      302,
      expect.stringContaining('https://advertiser.example/land?click='),
    ]);
    expect(await account.api.list(`/clicks?offerId=${offer.id}`)).toMatchObject([
      { viewId: view?.id, pubMemberId: 'lus 1', parameters: { pub_sub_3: 'a&b' } },
    ]);
  });

  it('should show steps, and what is completed, without a link to click', async () => {
    const offer = await account.multiEventOffer(['install'], { name: 'Steps' });
    const { clickId } = await account.click(offer, 'ann');
    expect((await open(`/offer-wall/${offer.id}?pub_member_id=ann`)).text).toContain('<td>install</td>');
    await account.convert(clickId, { cnv_event_id: 'install' });
    const { text } = await open(`/offer-wall/${offer.id}?pub_member_id=ann`);
    expect(text).toContain('Completed.');
    expect(text).not.toContain('>Start<');
  });

  it('should page, and keep the publisher parameters on the way', async () => {
    const many = await pitlane().account();
    for (const name of ['one', 'two', 'three']) await many.offer({ name });
    const show = (path: string): Promise<RawAnswer> =>
      rawRequest(many.url, { path, headers: { host: `${many.slug}.localhost` } });
    const first = await show('/offer-wall?pub_member_id=lus&page_size=2&orderby=name&order_asc=true&pub_age=30');
    expect(first.text).not.toContain('rel="prev"');
    const next = linkOf(first, 'Next');
    expect(next).toContain('pub_age=30');
    const second = await show(next);
    expect(
      [first, second].flatMap(({ text }) => [...text.matchAll(/<h2><a [^>]*>(\w+)</g)].map(([, name]) => name)),
    ).toEqual(['one', 'three', 'two']);
    expect(await show(linkOf(second, 'Previous'))).toMatchObject({ text: first.text });
  });

  it('should take no text for more than text, and run no script', async () => {
    const offer = await account.offer({
      ...{ name: '<script>alert(1)</script>', headline: null, shortDescription: '"><img src=x onerror=alert(1)>' },
      creativeFileUrl: 'https://pictures.example/a.png?x="y',
    });
    const { text, headers } = await open(`/offer-wall/${offer.id}?pub_member_id=%22%3E%3Cscript%3E`);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toMatch(/<script|<img src=x/);
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(text) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src https: http:; base-uri 'none'; form-action 'none'`,
    );
  });

  it.each([
    ['a list for nobody', '/offer-wall', 400, 'pub_member_id'],
    ['an offer for nobody', '/offer-wall/0199f2a4-6c1e-7d3b-9a58-2f4e8c7b1d60', 400, 'pub_member_id'],
    ['an unknown offer', '/offer-wall/0199f2a4-6c1e-7d3b-9a58-2f4e8c7b1d60?pub_member_id=lus', 404, 'offer'],
    ['what is no id', '/offer-wall/nothing?pub_member_id=lus', 404, 'offer'],
    ['a page that is none', '/offer-wall?pub_member_id=lus&page=x', 400, 'page: must be'],
  ])('should say on the page what is wrong with %s', async (_, path, status, words) => {
    const answer = await open(path);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain('role="alert"');
    expect(answer.text).toContain(words);
  });
});
