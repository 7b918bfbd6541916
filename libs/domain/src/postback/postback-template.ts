import type { NullMacro } from '../account/account';
import type { ConversionReport } from '../conversion/conversion-report';
import { httpUrlProblem, toAsciiUrl } from '../http-url';
import { macrosIn, renderTemplate, type MacroValues } from '../macros';
import { parseMoney } from '../money';

const MAX_LENGTH = 2_000;

const PUB_SUBS = Array.from({ length: 15 }, (_, index) => `pub_sub_${String(index + 1)}`);

/** The macros a partner postback knows; those after `pub_sub_15` are extensions. K§5.2. */
export const POSTBACK_MACROS: readonly string[] = [
  'pub_click_id',
  'pub_member_id',
  'gk_offer_id',
  'gk_offer_name',
  'cnv_event_id',
  'cnv_amount',
  ...PUB_SUBS,
  'gk_click_id',
  'gk_conversion_id',
  'gk_event_name',
  'cnv_status',
  'cnv_rejection_reason',
  'payout',
];

/** Why a template can't be saved, as a sentence; `null` when it can. */
export function postbackUrlProblem(url: string): string | null {
  return httpUrlProblem(url, { maxLength: MAX_LENGTH, allowsMacros: true });
}

/** What is odd about a template that can be saved. K§5.2. */
export function postbackWarnings(url: string): string[] {
  return macrosIn(url)
    .filter((name) => !POSTBACK_MACROS.includes(name))
    .map((name) => `The macro {${name}} is unknown and stays as it is.`);
}

/** Every macro's value for one conversion. `cnv_event_id` is the configured Event ID, `cnv_amount` what the advertiser sent. */
export function postbackValues(report: ConversionReport): Record<string, string | null> {
  return {
    pub_click_id: report.pubClickId,
    pub_member_id: report.pubMemberId,
    gk_offer_id: report.offerId,
    gk_offer_name: report.offerName,
    cnv_event_id: report.eventId,
    cnv_amount: report.parameters.cnv_amount ?? null,
    ...Object.fromEntries(PUB_SUBS.map((name) => [name, report.pubParameters[name] ?? null])),
    gk_click_id: report.clickId,
    gk_conversion_id: report.id,
    gk_event_name: report.eventName,
    cnv_status: report.status,
    cnv_rejection_reason: report.rejectionReason,
    payout: parseMoney(report.payout) ?? report.payout,
  };
}

/** The URL that is called. A macro without a value is empty, or the text `null` where the account says so. */
export function renderPostback(url: string, values: MacroValues, nullMacro: NullMacro): string {
  return renderTemplate(toAsciiUrl(url), values, nullMacro === 'null' ? 'null' : '');
}
