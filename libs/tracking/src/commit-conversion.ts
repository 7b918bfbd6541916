import {
  planCallback,
  planDeliveries,
  receiverOf,
  type ChangedBy,
  type ConversionStatus,
  type PlannedDelivery,
} from '@app/domain';
import { newId } from '@app/runtime';
import {
  insertChangeAndDeliveries,
  updateConversionStatus,
  type NewConversion,
  type NewDelivery,
  type StoredConversion,
  type Tx,
  type Written,
} from '@app/store';
import type { AccountConfig, OfferConfig, PartnerConfig } from './catalog';
import { toReport } from './conversion-report';

/** The configuration that deliveries of one conversion are planned by. */
export interface ConversionContext {
  account: AccountConfig;
  offer: OfferConfig;
  partner: PartnerConfig | null;
}

export interface ChangeToCommit {
  /** The conversion as it is from now on. */
  row: StoredConversion;
  from: ConversionStatus;
  by: ChangedBy;
  /** `false`: only the reason is another one, and the account does not want to hear of that. */
  deliver: boolean;
}

/**
 * A new conversion with its history and every delivery that follows, ready to be written by `insertConversions`: all of
 * it, or nothing when what it was judged by is no longer so.
 */
export function newConversionOf(
  context: ConversionContext,
  { row, configVersion, by }: { row: StoredConversion; configVersion: string; by: ChangedBy },
): NewConversion {
  return {
    row,
    written: writtenWith(row, { from: null, by, deliveries: planFor(row, context) }),
    configVersion,
  };
}

/** The one writer of changed conversions, in the transaction of the caller. Answers what was written. */
export async function commitChange(tx: Tx, context: ConversionContext, change: ChangeToCommit): Promise<Written> {
  const { row, from, by, deliver } = change;
  const written = writtenWith(row, { from, by, deliveries: deliver ? planFor(row, context) : [] });
  await updateConversionStatus(tx, row);
  await insertChangeAndDeliveries(tx, row, written);
  return written;
}

function planFor(row: StoredConversion, { account, offer, partner }: ConversionContext): PlannedDelivery[] {
  return planDeliveries(toReport(row, offer, partner), {
    callback: account.callback,
    postbacks: partner?.postbacks ?? [],
  });
}

function writtenWith(
  row: StoredConversion,
  { from, by, deliveries }: { from: ConversionStatus | null; by: ChangedBy; deliveries: PlannedDelivery[] },
): Written {
  const at = row.modifiedAt;
  return {
    at,
    change: { id: newId(), from, to: row.status, reason: row.rejectionReason, by },
    deliveries: deliveries.map((delivery) => toNewDelivery(delivery, at)),
  };
}

/** How many deliveries are to be sent. */
export const dueOf = ({ deliveries }: Written): number =>
  deliveries.filter(({ status }) => status === 'Pending').length;

/**
 * Sends the callback of a conversion as it stands, without any change of it. `forced`: opt-ins do not count, a person
 * asked for it.
 */
export async function commitCallback(
  tx: Tx,
  context: ConversionContext,
  row: StoredConversion,
  { at, forced }: { at: Date; forced: boolean },
): Promise<string> {
  const callback = planCallback(toReport(row, context.offer, context.partner), context.account.callback);
  const planned = forced && callback.target !== null ? { ...callback, skipReason: null } : callback;
  const delivery = toNewDelivery(planned, at);
  await insertChangeAndDeliveries(tx, row, { at, change: null, deliveries: [delivery] });
  return delivery.id;
}

function toNewDelivery(planned: PlannedDelivery, at: Date): NewDelivery {
  const sends = planned.skipReason === null;
  return {
    id: newId(),
    kind: planned.kind,
    status: sends ? 'Pending' : 'Skipped',
    postbackId: planned.postbackId,
    receiver: planned.target === null ? '' : receiverOf(planned.target),
    target: planned.target,
    method: planned.method,
    retryProfile: planned.policy.profile,
    retryWaitsMs: planned.policy.waitsMs,
    dueAt: sends ? at : null,
    reason: planned.skipReason,
    payload: planned.payload,
  };
}
