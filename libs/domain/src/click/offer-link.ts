import { httpUrlProblem, toAsciiUrl } from '../http-url';
import { compileMacros, macrosIn, renderTemplate } from '../macros';
import type { Offer } from '../offer/offer';
import { PUB_PARAMETERS, type Click } from './click';
import { offerLinkHints } from './link-hints';

const MAX_LENGTH = 2_048;
const PUB_NAMES: ReadonlySet<string> = new Set(PUB_PARAMETERS);

/** The macros an offer link knows. G§2.3. */
export const OFFER_LINK_MACROS: readonly string[] = [
  'gk_click_id',
  'gk_offer_id',
  'gk_offer_name',
  'pub_member_id',
  'pub_click_id',
  ...PUB_PARAMETERS,
];

export type OfferLinkSource = Pick<Offer, 'id' | 'name' | 'link'>;
export type OfferLinkClick = Pick<Click, 'id' | 'pubMemberId' | 'pubClickId' | 'parameters'>;

/** Reads an offer's link once; the answer renders the `Location` of one click, always printable ASCII. */
export function compileOfferLink(offer: OfferLinkSource): (click: OfferLinkClick) => string {
  // A second pass is safe here: percent-encoding leaves no brace of the offer's name.
  const link = renderTemplate(toAsciiUrl(offer.link), { gk_offer_id: offer.id, gk_offer_name: offer.name });
  return compileMacros(link, readClick);
}

/** Why a link can't be saved, as a sentence; `null` when it can. */
export function offerLinkProblem(link: string): string | null {
  return httpUrlProblem(link, { maxLength: MAX_LENGTH, allowsMacros: true });
}

/** What is odd about a link that can be saved. K§6. */
export function offerLinkWarnings(link: string): string[] {
  const macros = macrosIn(link);
  const missing = macros.includes('gk_click_id')
    ? []
    : ['The link has no {gk_click_id}, so conversions of its clicks cannot be matched.'];
  const unknown = macros.filter((name) => !OFFER_LINK_MACROS.includes(name));
  const stay = unknown.map((name) => `The macro {${name}} is unknown and stays as it is.`);
  return [...missing, ...stay, ...offerLinkHints(link)];
}

function readClick(name: string, click: OfferLinkClick): string | null | undefined {
  if (name === 'gk_click_id') return click.id;
  if (name === 'pub_member_id') return click.pubMemberId;
  if (name === 'pub_click_id') return click.pubClickId;
  return PUB_NAMES.has(name) ? (click.parameters[name] ?? null) : undefined;
}
