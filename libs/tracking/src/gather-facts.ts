import {
  isLimited,
  needsHistory,
  NO_USAGE,
  normaliseUuid,
  periodsOf,
  type Click,
  type ConversionFacts,
  type ConversionHistory,
  type ConversionParameters,
  type Offer,
  type OfferEvent,
  type UploadedValues,
} from '@app/domain';
import { sameSecret } from '@app/runtime';
import { findCompletedSteps, takeUsage, type ClickRow, type Tx } from '@app/store';
import type { AccountConfig, Catalog, OfferConfig } from './catalog';

/** How a conversion postback came in. */
export interface ConversionCall {
  /**
   * `path`: by the secret path, its three segments joined by `/`. `alias`: without one; the account is the click's, or
   * where there is no such click the one whose host was called. `trusted`: from administration, nothing to prove.
   */
  by:
    | { kind: 'path'; secrets: string }
    | { kind: 'alias'; accountId?: string | null }
    | { kind: 'trusted'; accountId: string };
  signature: string | null;
  /** `null`: the call came from administration. */
  sourceIp: string | null;
  clickIdText: string | null;
  parameters: ConversionParameters;
  /** Left out: the call is a postback, not a row of a file. */
  uploaded?: UploadedValues;
}

/** What a call leads to, as far as it leads. */
export interface GatheredFacts {
  facts: ConversionFacts;
  account: AccountConfig | null;
  click: ClickRow | null;
  offer: OfferConfig | null;
}

/** Everything about a conversion postback that can be known without a lock. */
export async function gatherFacts(
  findClick: (id: string) => Promise<ClickRow | null>,
  catalog: Catalog,
  call: ConversionCall,
): Promise<GatheredFacts> {
  const { by, clickIdText } = call;
  const byPath = by.kind === 'path' ? await catalog.accountByPath(by.secrets) : null;
  const clickId = normaliseUuid(clickIdText ?? '');
  const click = clickId === null ? null : await clickOf(findClick, clickId, { by, byPath });
  const account =
    click === null
      ? (byPath ?? (await calledAccount(catalog, by)))
      : await catalog.ensure(click.accountId, click.configVersion);
  const offer = click === null ? null : await liveOffer(catalog, click.offerId);
  // Asked again: a path in memory may be older than the version that was just made sure of.
  const pathKnown = by.kind !== 'path' || (await catalog.accountByPath(by.secrets)) !== null;
  return { account, click, offer, facts: toFacts(call, { clickId, click, account, offer, pathKnown }) };
}

/** What went before; `null` where the decision does not rest on it. */
export async function readHistory(
  tx: Tx,
  { offer, event, click, now }: { offer: Offer; event: OfferEvent | null; click: Click; now: Date },
): Promise<ConversionHistory | null> {
  if (!needsHistory(offer, event)) return null;
  const { offerId, pubMemberId } = click;
  const completed = await findCompletedSteps(tx, { offerId, pubMemberId });
  if (!isLimited(offer, event)) return { completed, usage: NO_USAGE };
  const of = { offerId, offerEventId: event?.id ?? null };
  return { completed, usage: await takeUsage(tx, of, periodsOf(now)) };
}

function toFacts(
  { by, signature, sourceIp, clickIdText, parameters, uploaded }: ConversionCall,
  found: Omit<GatheredFacts, 'facts'> & { clickId: string | null; pathKnown: boolean },
): ConversionFacts {
  const { clickId, pathKnown, click, account, offer } = found;
  const eventIdText = parameters.cnv_event_id ?? null;
  return {
    // Without a click the call is refused before any rule looks at the time.
    now: click?.now ?? new Date(0),
    pathKnown,
    signature: judgeSignature(by.kind, signature, account),
    clickIdText,
    clickId,
    eventIdText,
    click,
    offer,
    event: eventOf(offer, eventIdText),
    first: null,
    sourceAllowed: sourceIp === null || offer === null || offer.admits(sourceIp),
    amountText: parameters.cnv_amount ?? null,
    history: null,
    uploaded: uploaded ?? null,
  };
}

/** Row 1 comes before row 3: without the right signature nobody learns which clicks there are. */
async function calledAccount(catalog: Catalog, by: ConversionCall['by']): Promise<AccountConfig | null> {
  const called = by.kind === 'alias' ? (by.accountId ?? null) : null;
  return called === null ? null : catalog.account(called);
}

/** The click, when it is of the account that the call proved to be for. */
async function clickOf(
  findClick: (id: string) => Promise<ClickRow | null>,
  clickId: string,
  { by, byPath }: { by: ConversionCall['by']; byPath: AccountConfig | null },
): Promise<ClickRow | null> {
  if (by.kind === 'path' && byPath === null) return null;
  const click = await findClick(clickId);
  const expected = by.kind === 'trusted' ? by.accountId : byPath?.id;
  return expected === undefined || click?.accountId === expected ? click : null;
}

async function liveOffer(catalog: Catalog, offerId: string): Promise<OfferConfig | null> {
  const offer = await catalog.offer(offerId);
  return offer?.deleted === false ? offer : null;
}

function eventOf(offer: OfferConfig | null, eventIdText: string | null): ConversionFacts['event'] {
  if (offer?.offerType !== 'MultiEvent') return null;
  return offer.events.find(({ eventId }) => eventId === eventIdText) ?? null;
}

function judgeSignature(
  by: ConversionCall['by']['kind'],
  signature: string | null,
  account: AccountConfig | null,
): ConversionFacts['signature'] {
  if (by === 'trusted' || account === null) return 'not-needed';
  const given = signature ?? '';
  if (given === '') return by === 'alias' && account.switches.openPostbacks ? 'not-needed' : 'missing';
  return sameSecret(given, account.signature) ? 'right' : 'wrong';
}
