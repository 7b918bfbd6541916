import { offerLinkHints } from './link-hints';

const BRACES = 'is sent as it stands: a macro needs both its braces, {gk_click_id}.';
const HTTP = 'The link is http, not https: a redirect on its way can lose the click.';
const FIRST = 'The first parameter of a link begins with ?, and only the next ones with &.';
const SECOND = 'The link has a second ?: parameters after the first begin with &.';

describe(offerLinkHints.name, () => {
  it.each([
    'https://advertiser.example/land?click={gk_click_id}&m={pub_member_id}',
    'https://advertiser.example/{gk_click_id}/land',
    'https://advertiser.example/land?x={gk_click_id}#a?b&c=d',
    'https://advertiser.example/?u=https%3A%2F%2Fx.example%2F%3Fa&c={gk_click_id}',
    'https://advertiser.example/?u=https://x.example/?a=1&c={gk_click_id}',
    'https://advertiser.example/a&b?c={gk_click_id}',
    'http://localhost:3000/?c={gk_click_id}',
    'http://127.0.0.1:3000/?c={gk_click_id}',
    'http://[::1]:3000/?c={gk_click_id}',
    'http://receiver:3000/?c={gk_click_id}',
    'https://advertiser.example/?name=gk_click_id_of_mine&c={gk_click_id}',
  ])('should be silent on %s', (link) => {
    expect(offerLinkHints(link)).toEqual([]);
  });

  it.each([
    ['https://a.example/?c={gkclickid}', 'Write {gk_click_id} for {gkclickid}.'],
    ['https://a.example/?c={gk_clickid}', 'Write {gk_click_id} for {gk_clickid}.'],
    ['https://a.example/?c={GK_CLICK_ID}', 'Write {gk_click_id} for {GK_CLICK_ID}.'],
    ['https://a.example/?c={gk-click-id}', 'Write {gk_click_id} for {gk-click-id}.'],
    ['https://a.example/?c=gk_click_id', `gk_click_id ${BRACES}`],
    ['https://a.example/?c=gk_click_id&d=1', `gk_click_id ${BRACES}`],
    ['https://a.example/?c={gk_click_id', `{gk_click_id ${BRACES}`],
    ['https://a.example/?c=gk_click_id}#top', `gk_click_id} ${BRACES}`],
    ['http://a.example/?c={gk_click_id}', HTTP],
    ['HTTP://a.example/?c={gk_click_id}', HTTP],
    ['https://a.example/offer&c={gk_click_id}', FIRST],
    ['https://a.example/offer??c={gk_click_id}', SECOND],
    ['https://a.example/offer?c={gk_click_id}?source=x', SECOND],
  ])('should tell of %s: %s', (link, hint) => {
    expect(offerLinkHints(link)).toEqual([hint]);
  });

  it('should tell of all that is wrong', () => {
    expect(offerLinkHints('http://a.example/offer&c={gkclickid}?source=x')).toEqual([
      'Write {gk_click_id} for {gkclickid}.',
      HTTP,
      FIRST,
    ]);
  });
});
