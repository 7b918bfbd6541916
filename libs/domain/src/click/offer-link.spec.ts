import fc from 'fast-check';
import { PUB_PARAMETERS } from './click';
import {
  compileOfferLink,
  OFFER_LINK_MACROS,
  offerLinkProblem,
  offerLinkWarnings,
  type OfferLinkClick,
} from './offer-link';

const OFFER_ID = '019a8f3e-7c21-7b10-9d35-0242ac120002';
const CLICK_ID = '019a8f3e-9999-7b10-9d35-0242ac120002';
const anOffer = (link: string, name = 'Test offer'): { id: string; name: string; link: string } => ({
  id: OFFER_ID,
  name,
  link,
});
const aClick = (click: Partial<OfferLinkClick> = {}): OfferLinkClick => ({
  id: CLICK_ID,
  pubMemberId: 'member 1',
  pubClickId: null,
  parameters: {},
  ...click,
});

/** Any code units, lone surrogates and controls among them. */
const text = fc.string({ unit: fc.oneof(fc.nat(0x7f), fc.nat(0xffff)).map((code) => String.fromCharCode(code)) });

describe(compileOfferLink.name, () => {
  it.each([
    ['{gk_click_id}', CLICK_ID],
    ['{gk_offer_id}', OFFER_ID],
    ['{gk_offer_name}', 'Test%20offer'],
    ['{pub_member_id}', 'member%201'],
    ['{pub_click_id}', 'pc-1'],
    ['{pub_geo_country}', 'US'],
    ['{pub_sub_15}', 'a%26b'],
    ['{pub_sub_2}', ''],
    ['{pub_sub_16}', '{pub_sub_16}'],
    ['{goal_name}', '{goal_name}'],
    ['{constructor}', '{constructor}'],
  ])('should replace %s by %j (G10.9)', (macro, text) => {
    const render = compileOfferLink(anOffer(`https://a.example/c?x=${macro}&y=1`));
    const click = aClick({
      pubClickId: 'pc-1',
      parameters: { pub_geo_country: 'US', pub_sub_15: 'a&b', goal_name: 'no' },
    });
    expect(render(click)).toBe(`https://a.example/c?x=${text}&y=1`);
  });

  it.each(PUB_PARAMETERS)(
    'should replace {%s} by what the publisher sent, and by nothing where it is not sent',
    (name) => {
      const render = compileOfferLink(anOffer(`https://a.example/c?x={${name}}&y=1`));
      expect(render(aClick({ parameters: { [name]: 'a b' } }))).toBe('https://a.example/c?x=a%20b&y=1');
      expect(render(aClick())).toBe('https://a.example/c?x=&y=1');
    },
  );

  it('should expand no macro that stands in a name or a value', () => {
    const render = compileOfferLink(
      anOffer('https://a.example/?n={gk_offer_name}&m={pub_member_id}', '{pub_member_id}'),
    );
    expect(render(aClick({ pubMemberId: '{gk_click_id}' }))).toBe(
      'https://a.example/?n=%7Bpub_member_id%7D&m=%7Bgk_click_id%7D',
    );
  });

  it('should fit a header line, whatever stands in link, name and values', () => {
    fc.assert(
      fc.property(text, text, text, (name, pubMemberId, sub) => {
        const offer = anOffer(
          'https://a.example/ü/{gk_offer_name}?m={pub_member_id}&s={pub_sub_1}&c={gk_click_id}',
          name,
        );
        const location = compileOfferLink(offer)(aClick({ pubMemberId, parameters: { pub_sub_1: sub } }));
        expect(location).toMatch(/^[\x21-\x7E]+$/);
        expect(new URL(location).searchParams.get('c')).toBe(CLICK_ID);
      }),
    );
  });
});

describe(offerLinkProblem.name, () => {
  it.each([
    ['https://a.example/?c={gk_click_id}', null],
    ['market://details', 'The URL does not start with http:// or https:// and a host.'],
  ])('should answer for %s: %s', (link, problem) => {
    expect(offerLinkProblem(link)).toBe(problem);
  });

  it('should take 2,048 characters and no more', () => {
    expect(offerLinkProblem('https://a.example/?'.padEnd(2_048, 'x'))).toBeNull();
    expect(offerLinkProblem('https://a.example/?'.padEnd(2_049, 'x'))).toContain('2,048');
  });

  it('should refuse a macro in the host', () => {
    expect(offerLinkProblem('https://{pub_sub_1}.example/')).toContain('Macros');
  });
});

describe(offerLinkWarnings.name, () => {
  it('should be silent on every known macro', () => {
    expect(offerLinkWarnings(`https://a.example/?x=${OFFER_LINK_MACROS.map((name) => `{${name}}`).join('')}`)).toEqual(
      [],
    );
    expect(OFFER_LINK_MACROS).toHaveLength(27);
  });

  it('should name what is missing and what is unknown', () => {
    expect(offerLinkWarnings('https://a.example/?x={gkclickid}')).toEqual([
      'The link has no {gk_click_id}, so conversions of its clicks cannot be matched.',
      'The macro {gkclickid} is unknown and stays as it is.',
      'Write {gk_click_id} for {gkclickid}.',
    ]);
  });
});
