import { macrosIn } from '../macros';
import type { TrackingSystem } from '../offer/offer-source';

/** A tracking system for which it is known where a link takes the click id, and how a postback gives it back. */
interface MappedSystem {
  name: TrackingSystem;
  /** Its links are on these domains and below them. */
  domains: readonly string[];
  /** Where a link takes the click id. */
  clickId: string;
  /** Where a link takes what a cost report is matched by. */
  cost: readonly LinkParameter[];
  /** Its own macros for the click id and, where it has one, for the event. */
  postback: { clickId: string; eventId: string | null };
}

type LinkParameter = readonly [name: string, macro: string];

const NO_COST: readonly LinkParameter[] = [];
const LONGEST_LINK = 2_048;

/** The documented systems. Domains that no page shows are those of their public links. G§2.3, G10.33. */
const MAPPED_SYSTEMS: readonly MappedSystem[] = [
  {
    name: 'AdAction',
    domains: ['adgem.com'],
    clickId: 'c1',
    cost: NO_COST,
    postback: { clickId: 'c1', eventId: 'goal_name' },
  },
  {
    name: 'AppsFlyer',
    domains: ['appsflyer.com', 'onelink.me'],
    clickId: 'clickid',
    cost: [
      ['af_c_id', 'gk_offer_id'],
      ['c', 'gk_offer_name'],
    ],
    postback: { clickId: 'clickid', eventId: null },
  },
  {
    name: 'Impact',
    domains: ['impact.com', 'impact.io', 'sjv.io', 'pxf.io', 'evyy.net'],
    clickId: 'subid1',
    cost: NO_COST,
    postback: { clickId: 'SubId1', eventId: 'ActionTrackerName' },
  },
  {
    name: 'TUNE',
    domains: ['go2cloud.org', 'hasoffers.com'],
    clickId: 'aff_click_id',
    cost: NO_COST,
    postback: { clickId: 'aff_click_id', eventId: null },
  },
];

/** Says no more of a link than that somebody else reads it. */
const ANY_SYSTEM: TrackingSystem = 'CustomTracking';

export interface MappedOffer {
  link: string;
  /** `CustomTracking` leaves it to the link's host. */
  trackingSystem: TrackingSystem;
  shouldSendCostData: boolean;
}

export interface MappedLink {
  link: string;
  /** What was appended, and what looks wrong, as a sentence each. */
  notices: string[];
}

/**
 * Appends what a known tracking system needs: the click id where the link passes none, and what its cost report is matched by.
 * A parameter that the link has, in whatever case, is left as it is. Takes a link that passed `offerLinkProblem`. G§2.3.
 */
export function mapOfferLink(offer: MappedOffer): MappedLink {
  const { link, shouldSendCostData } = offer;
  const system = mappedSystemOf(offer);
  if (system === null) return { link, notices: [] };
  const present = parameterNames(link);
  const passesClickId = macrosIn(link).includes('gk_click_id');
  const wanted: LinkParameter[] = [
    ...(passesClickId ? [] : [[system.clickId, 'gk_click_id'] as const]),
    ...(shouldSendCostData ? system.cost : []),
  ];
  const missing = wanted
    .filter(([name]) => !present.has(name.toLowerCase()))
    .map(([name, macro]) => `${name}={${macro}}`);
  const mapped = withParameters(link, missing);
  const doubts =
    passesClickId && !present.has(system.clickId)
      ? [`${system.name} takes the click id in ${system.clickId}, which the link does not have.`]
      : [];
  if (mapped.length > LONGEST_LINK) return { link, notices: doubts };
  const appended = missing.map((text) => `${text} was appended to the link, for ${system.name}.`);
  return { link: mapped, notices: [...appended, ...doubts] };
}

export interface SystemPostback {
  trackingSystem: TrackingSystem;
  /** With that system's own macros. */
  url: string;
}

/** The account's conversion postback, signed, as each known tracking system is to call it. G§2.3. */
export function systemPostbacks(postbackUrl: string): SystemPostback[] {
  return MAPPED_SYSTEMS.map(({ name, postback: { clickId, eventId } }) => ({
    trackingSystem: name,
    url: `${postbackUrl}&gk_click_id={${clickId}}${eventId === null ? '' : `&cnv_event_id={${eventId}}`}`,
  }));
}

function mappedSystemOf({ link, trackingSystem }: MappedOffer): MappedSystem | null {
  if (trackingSystem !== ANY_SYSTEM) return MAPPED_SYSTEMS.find(({ name }) => name === trackingSystem) ?? null;
  if (!URL.canParse(link)) return null;
  const { hostname } = new URL(link);
  return (
    MAPPED_SYSTEMS.find(({ domains }) =>
      domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`)),
    ) ?? null
  );
}

/** In lower case: parameters are never told apart by case. G10.33. */
function parameterNames(link: string): Set<string> {
  const [address = ''] = link.split('#', 1);
  const start = address.indexOf('?');
  const pairs = start === -1 ? [] : address.slice(start + 1).split('&');
  return new Set(pairs.map((pair) => (pair.split('=', 1)[0] ?? '').toLowerCase()));
}

function withParameters(link: string, parameters: readonly string[]): string {
  if (parameters.length === 0) return link;
  const hash = link.indexOf('#');
  const [address, fragment] = hash === -1 ? [link, ''] : [link.slice(0, hash), link.slice(hash)];
  return address + jointOf(address) + parameters.join('&') + fragment;
}

function jointOf(address: string): string {
  if (!address.includes('?')) return '?';
  return /[?&]$/.test(address) ? '' : '&';
}
