import { callbackConversion } from '../callback/callback-body';
import type { CallbackSettings } from '../callback/callback-settings';
import type { ConversionReport } from '../conversion/conversion-report';
import type { Postback } from '../postback/postback';
import { postbackValues } from '../postback/postback-template';
import type { DeliveryKind, HttpMethod } from './delivery';
import type { RetryPolicy } from './retry-policy';

/** What an account and a conversion's partner have configured. */
export interface DeliverySettings {
  callback: CallbackSettings;
  /** The postbacks of the conversion's partner; empty without a partner. */
  postbacks: readonly Postback[];
}

/** A delivery before it has an id. Skipped with a reason, or Pending and due at once. */
export interface PlannedDelivery {
  kind: DeliveryKind;
  /** Why it is not sent; `null`: it is. */
  skipReason: string | null;
  /** Callback URL or postback template. */
  target: string | null;
  method: HttpMethod;
  policy: RetryPolicy;
  postbackId: string | null;
  /** JSON text: the callback's `conversion` object, or a postback's macro values. */
  payload: string;
}

/**
 * What a status entry sends: one callback, and one postback for each configuration that covers the conversion.
 * Whatever is left out is planned as skipped, with the reason. K§5.1–5.3.
 */
export function planDeliveries(report: ConversionReport, { callback, postbacks }: DeliverySettings): PlannedDelivery[] {
  const covering = postbacks.filter((postback) => covers(postback, report));
  const values = covering.length === 0 ? '' : JSON.stringify(postbackValues(report));
  return [planCallback(report, callback), ...covering.map((postback) => planPostback(report, postback, values))];
}

/** The callback alone: a repeated completion and Operation Tools send nothing else. K§3.2 row 6, G§5.5. */
export function planCallback(report: ConversionReport, settings: CallbackSettings): PlannedDelivery {
  return {
    kind: 'callback',
    skipReason: callbackSkipReason(report, settings),
    target: settings.url,
    method: 'POST',
    policy: settings.policy,
    postbackId: null,
    payload: callbackConversion(report, settings.callbackKeyCase),
  };
}

/** Where a delivery goes, as `scheme://host:port`: receivers are told apart by it. Templates have no macro in it. */
export function receiverOf(url: string): string {
  const { protocol, hostname, port } = new URL(url.replace(/[{}]/g, ''));
  return `${protocol}//${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
}

function callbackSkipReason({ status }: ConversionReport, settings: CallbackSettings): string | null {
  if (settings.url === null) return 'No callback URL is configured';
  if (status === 'Pending' && !settings.sendPending) return 'Pending callbacks are switched off';
  if (status === 'Rejected' && !settings.sendRejected) return 'Rejected callbacks are switched off';
  return null;
}

function planPostback(report: ConversionReport, postback: Postback, payload: string): PlannedDelivery {
  return {
    kind: 'postback',
    skipReason: postbackSkipReason(report, postback),
    target: postback.url,
    method: postback.method,
    policy: postback.policy,
    postbackId: postback.id,
    payload,
  };
}

function postbackSkipReason({ status }: ConversionReport, postback: Postback): string | null {
  if (!postback.enabled) return 'The postback is switched off';
  return postback.statuses.includes(status) ? null : `The postback does not fire on ${status}`;
}

function covers(postback: Postback, report: ConversionReport): boolean {
  if (postback.scope === 'global') return postback.offerId === null || postback.offerId === report.offerId;
  return postback.offerId === report.offerId && postback.offerEventId === report.offerEventId;
}
