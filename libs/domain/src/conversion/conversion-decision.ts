import type { Click } from '../click/click';
import type { RefusalCode } from '../errors';
import type { Money } from '../money';
import type { Offer, OfferEvent } from '../offer/offer';
import type { ConversionStatus } from './conversion';
import type { OfferUsage } from './offer-usage';

/** Who completed this event for this member first, and how that stands now. */
export interface FirstCompletion {
  id: string;
  status: ConversionStatus;
  maturesAt: Date | null;
}

/** A step of the offer that the member has completed, first and validly: Success or Pending. */
export interface CompletedStep {
  offerEventId: string | null;
  at: Date;
}

/** What went before. Read under the locks that keep it from changing until the decision is written. */
export interface ConversionHistory {
  /** Of this member on this offer. */
  completed: readonly CompletedStep[];
  usage: OfferUsage;
}

/** What a row of a file says itself, in place of what would be worked out. G§4.1. */
export interface UploadedValues {
  completedAt: Date;
  revenue: Money;
  reward: Money;
}

/** All that a decision needs; what could not be read, because an earlier fact was missing, is `null`. */
export interface ConversionFacts {
  /** Platform time of the account. */
  now: Date;
  /** `false`: the call came by a secret path that no account has. */
  pathKnown: boolean;
  signature: 'right' | 'wrong' | 'missing' | 'not-needed';
  /** `gk_click_id` as it was sent. */
  clickIdText: string | null;
  /** The same, when it is a UUID. */
  clickId: string | null;
  /** `cnv_event_id` as it was sent. */
  eventIdText: string | null;
  click: Click | null;
  offer: Offer | null;
  event: OfferEvent | null;
  first: FirstCompletion | null;
  /** `false`: the call came from an address that the offer's whitelist leaves out. */
  sourceAllowed: boolean;
  /** `cnv_amount` as it was sent. */
  amountText: string | null;
  /** `null`: not needed, see `needsHistory`. */
  history: ConversionHistory | null;
  /** `null`: the conversion came by a postback. */
  uploaded: UploadedValues | null;
}

/** When the member did it. */
export function completionTime({ uploaded, now }: Pick<ConversionFacts, 'uploaded' | 'now'>): Date {
  return uploaded?.completedAt ?? now;
}

export type ConversionDecision =
  | { kind: 'refused'; row: number; code: RefusalCode }
  /** The event is complete already and repeats are off: nothing is recorded. */
  | { kind: 'already-completed'; row: number; first: FirstCompletion }
  | {
      kind: 'recorded';
      row: number;
      status: ConversionStatus;
      rejectionReason: string | null;
      maturesAt: Date | null;
      repeatOf: string | null;
    };

export function refused(row: number, code: RefusalCode): ConversionDecision {
  return { kind: 'refused', row, code };
}

export function rejected(row: number, rejectionReason: string): ConversionDecision {
  return recorded(row, { status: 'Rejected', rejectionReason });
}

export function recorded(
  row: number,
  outcome: { status: ConversionStatus; rejectionReason?: string; maturesAt?: Date | null; repeatOf?: string },
): ConversionDecision {
  return {
    kind: 'recorded',
    row,
    status: outcome.status,
    rejectionReason: outcome.rejectionReason ?? null,
    maturesAt: outcome.maturesAt ?? null,
    repeatOf: outcome.repeatOf ?? null,
  };
}
