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
  insertConversion,
  updateConversionStatus,
  type NewDelivery,
  type StoredConversion,
  type Tx,
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
  from: ConversionStatus | null;
  by: ChangedBy;
  /** `false`: only the reason is another one, and the account does not want to hear of that. */
  deliver: boolean;
}

/**
 * The one writer of conversions: the row, its history and every delivery that follows, in the transaction of the
 * caller, so that either all of it is true or nothing. Answers how many deliveries are due.
 */
export async function commitConversion(tx: Tx, context: ConversionContext, change: ChangeToCommit): Promise<number> {
  const { row, from, by, deliver } = change;
  const planned = deliver
    ? planDeliveries(toReport(row, context.offer, context.partner), {
        callback: context.account.callback,
        postbacks: context.partner?.postbacks ?? [],
      })
    : [];
  const at = row.modifiedAt;
  const written = {
    at,
    change: { id: newId(), from, to: row.status, reason: row.rejectionReason, by },
    deliveries: planned.map((delivery) => toNewDelivery(delivery, at)),
  };
  if (from === null) {
    await insertConversion(tx, row, written);
  } else {
    await updateConversionStatus(tx, row);
    await insertChangeAndDeliveries(tx, row, written);
  }
  return written.deliveries.filter(({ status }) => status === 'Pending').length;
}

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
