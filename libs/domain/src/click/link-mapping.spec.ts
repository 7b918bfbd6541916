import fc from 'fast-check';
import type { TrackingSystem } from '../offer/offer-source';
import { mapOfferLink, systemPostbacks, type MappedOffer } from './link-mapping';
import { offerLinkProblem } from './offer-link';

const mapped = (link: string, offer: Partial<MappedOffer> = {}): string =>
  mapOfferLink({ trackingSystem: 'CustomTracking', shouldSendCostData: false, ...offer, link }).link;

describe(mapOfferLink.name, () => {
  it.each([
    ['https://adgem.com/v1/click?all=1', '&c1={gk_click_id}'],
    ['https://api.adgem.com/v1/click', '?c1={gk_click_id}'],
    ['https://impact.com/track', '?subid1={gk_click_id}'],
    ['https://impact.io/c/3536079/1564299/18205', '?subid1={gk_click_id}'],
    ['https://brand.sjv.io/c/1/2/3', '?subid1={gk_click_id}'],
    ['https://brand.pxf.io/c/1/2/3?u=x', '&subid1={gk_click_id}'],
    ['https://brand.evyy.net/c/1/2/3', '?subid1={gk_click_id}'],
    ['https://app.appsflyer.com/id1?pid=x_int', '&clickid={gk_click_id}'],
    ['https://game.onelink.me/a1?pid=x_int', '&clickid={gk_click_id}'],
    ['https://network.go2cloud.org/aff_c?offer_id=1', '&aff_click_id={gk_click_id}'],
    ['https://network.hasoffers.com/aff_c?offer_id=1', '&aff_click_id={gk_click_id}'],
    ['HTTPS://APP.AppsFlyer.COM/id1', '?clickid={gk_click_id}'],
  ])('should append to %s: %s', (link, appended) => {
    expect(mapped(link)).toBe(link + appended);
  });

  it.each<[TrackingSystem, string]>([
    ['AdAction', 'c1'],
    ['Impact', 'subid1'],
    ['AppsFlyer', 'clickid'],
    ['TUNE', 'aff_click_id'],
  ])('should know the links of an offer that says %s, on any host, by %s', (trackingSystem, name) => {
    expect(mapped('https://go.example/x', { trackingSystem })).toBe(`https://go.example/x?${name}={gk_click_id}`);
  });

  it.each<[string, TrackingSystem]>([
    ['https://advertiser.example/land?x=1', 'CustomTracking'],
    ['https://notimpact.com/c/1', 'CustomTracking'],
    ['https://impact.com.example/c/1', 'CustomTracking'],
    ['https://advertiser.example/?u=https://impact.com/', 'CustomTracking'],
    ['https://impact.com/c/1', 'Everflow'],
    ['https://impact.com/c/1?SUBID1={gk_click_id}', 'CustomTracking'],
    ['https://impact.com/c/1?subid1=mine', 'CustomTracking'],
    ['https://impact.com/c/1?a=1&SubId1', 'CustomTracking'],
  ])('should leave %s of %s as it is (G10.33)', (link, trackingSystem) => {
    expect(mapOfferLink({ link, trackingSystem, shouldSendCostData: true })).toEqual({ link, notices: [] });
  });

  it.each([
    ['https://impact.com/c?', 'https://impact.com/c?subid1={gk_click_id}'],
    ['https://impact.com/c?a=1&', 'https://impact.com/c?a=1&subid1={gk_click_id}'],
    ['https://impact.com/c#top', 'https://impact.com/c?subid1={gk_click_id}#top'],
    ['https://impact.com/c?a=1#?subid1=x', 'https://impact.com/c?a=1&subid1={gk_click_id}#?subid1=x'],
    ['https://impact.com/c&', 'https://impact.com/c&?subid1={gk_click_id}'],
    ['https://impact.com/c?mysubid1=x', 'https://impact.com/c?mysubid1=x&subid1={gk_click_id}'],
  ])('should put it into the query of %s', (link, expected) => {
    expect(mapped(link)).toBe(expected);
  });

  it.each([
    ['?clickid={gk_click_id}', '&af_c_id={gk_offer_id}&c={gk_offer_name}'],
    ['?clickid={gk_click_id}&C=mine', '&af_c_id={gk_offer_id}'],
    ['?c={gk_offer_name}&af_c_id={gk_offer_id}', '&clickid={gk_click_id}'],
    ['?pid=x', '&clickid={gk_click_id}&af_c_id={gk_offer_id}&c={gk_offer_name}'],
  ])('should append to an AppsFlyer link with cost data and %s: %s', (query, appended) => {
    const link = `https://app.appsflyer.com/id1${query}`;
    expect(mapped(link, { shouldSendCostData: true })).toBe(link + appended);
  });

  it('should say what it appended', () => {
    const link = 'https://app.appsflyer.com/id1';
    expect(mapOfferLink({ link, trackingSystem: 'AppsFlyer', shouldSendCostData: true }).notices).toEqual([
      'clickid={gk_click_id} was appended to the link, for AppsFlyer.',
      'af_c_id={gk_offer_id} was appended to the link, for AppsFlyer.',
      'c={gk_offer_name} was appended to the link, for AppsFlyer.',
    ]);
  });

  it.each(['https://impact.com/c/1?ref={gk_click_id}', 'https://impact.com/c/{gk_click_id}'])(
    'should doubt that %s passes the click id where its system takes it',
    (link) => {
      expect(mapOfferLink({ link, trackingSystem: 'CustomTracking', shouldSendCostData: false })).toEqual({
        link,
        notices: ['Impact takes the click id in subid1, which the link does not have.'],
      });
    },
  );

  it('should leave a link alone that would become too long to be kept', () => {
    const room = (length: number): string => 'https://impact.com/c?a='.padEnd(length, 'x');
    const longest = 2_048 - '&subid1={gk_click_id}'.length;
    expect(mapped(room(longest))).toHaveLength(2_048);
    expect(mapped(room(longest + 1))).toHaveLength(longest + 1);
  });

  it('should change nothing the second time, and never make a link that cannot be kept', () => {
    const part = fc.stringMatching(/^[\w={}&?#%./-]{0,40}$/);
    fc.assert(
      fc.property(part, fc.boolean(), (rest, shouldSendCostData) => {
        const link = `https://app.appsflyer.com/${rest}`;
        fc.pre(offerLinkProblem(link) === null);
        const once = mapped(link, { shouldSendCostData });
        expect(mapped(once, { shouldSendCostData })).toBe(once);
        expect(offerLinkProblem(once)).toBeNull();
      }),
    );
  });
});

describe(systemPostbacks.name, () => {
  it('should give each known system the postback with its own macros', () => {
    const postback = 'https://api.example/api/v1/a/b/c/?signature=s';
    expect(systemPostbacks(postback)).toEqual([
      { trackingSystem: 'AdAction', url: `${postback}&gk_click_id={c1}&cnv_event_id={goal_name}` },
      { trackingSystem: 'AppsFlyer', url: `${postback}&gk_click_id={clickid}` },
      { trackingSystem: 'Impact', url: `${postback}&gk_click_id={SubId1}&cnv_event_id={ActionTrackerName}` },
      { trackingSystem: 'TUNE', url: `${postback}&gk_click_id={aff_click_id}` },
    ]);
  });
});
