import {
  applyDefaultRatio,
  mergeOffer,
  type FieldProblem,
  type GivenOffer,
  type Money,
  type OfferChanges,
  type OfferEvent,
  type OfferEventChanges,
} from '@app/domain';
import { AccountEntity, OfferEntity } from '@app/store';
import { IsNull, Not, type EntityManager } from 'typeorm';
import type { AccountWrites } from '../account-writes';
import { newOffer } from './new-offer';
import { findEvents, insertEvents, replaceEvents } from './offer-events';
import { defaultReferences, referenceProblem } from './offer-references';
import { planOffer, wholeEvents, wholeOffer, type StoredOffer } from './plan-offer';

/** An offer as it is now, its events by their display order, with what there is to say of its link; or why nothing was written. */
export type OfferWrite =
  | { kind: 'written'; offer: StoredOffer; events: OfferEvent[]; notices: string[] }
  | { kind: 'refused'; problems: FieldProblem[] }
  | { kind: 'unknown' };

/** Offers as people and other systems set them; a refused one leaves no trace. K§6, G§7.8. */
export class WriteOffers {
  constructor(private readonly writes: AccountWrites) {}

  /** What is left out gets its default. */
  create(accountId: string, asked: GivenOffer): Promise<OfferWrite> {
    return this.writes.write(accountId, async (manager, now) => {
      const settled = applyDefaultRatio(asked, await findRewardRatio(manager, accountId));
      if ('problems' in settled) return refused(...settled.problems);
      const { offer: given, events } = settled;
      const references = await referenceProblem(manager, accountId, given);
      if (references !== null) return refused(references);
      const offer = newOffer(accountId, await defaultReferences(manager, accountId), given, now);
      const taken = await externalIdProblem(manager, offer);
      if (taken !== null) return refused(taken);
      const plan = planOffer(offer, { before: null, present: [], given: events, now });
      if ('problems' in plan) return refused(...plan.problems);
      await manager.insert(OfferEntity, plan.offer);
      await insertEvents(manager, plan.offer, plan.events);
      return { kind: 'written', ...plan };
    });
  }

  /** What is left out stays as it is; `events: null` leaves them all. */
  update(
    accountId: string,
    id: string,
    changes: OfferChanges,
    events: readonly OfferEventChanges[] | null,
  ): Promise<OfferWrite> {
    const change = { changes, events, merge: (current: StoredOffer) => byHand(mergeOffer(current, changes), changes) };
    return this.change(accountId, id, () => Promise.resolve(change));
  }

  /** What is left out goes back to its default, but for status and source; an event keeps its id by its `eventId`. */
  replace(accountId: string, id: string, asked: GivenOffer): Promise<OfferWrite> {
    return this.change(accountId, id, async (manager) => {
      const settled = applyDefaultRatio(asked, await findRewardRatio(manager, accountId));
      if ('problems' in settled) return settled;
      const { offer: given, events } = settled;
      const references = await defaultReferences(manager, accountId);
      const merge = (current: StoredOffer): StoredOffer => wholeOffer(current, references, given);
      return { changes: given, events: wholeEvents(events), merge };
    });
  }

  private change(
    accountId: string,
    id: string,
    toChange: (manager: EntityManager) => Promise<Change | { problems: FieldProblem[] }>,
  ): Promise<OfferWrite> {
    return this.writes.write(accountId, async (manager, now) => {
      const current = await manager.findOneBy(OfferEntity, { id, accountId, deletedAt: IsNull() });
      if (current === null) return { kind: 'unknown' };
      const change = await toChange(manager);
      if ('problems' in change) return refused(...change.problems);
      const { changes, events, merge } = change;
      const references = await referenceProblem(manager, accountId, changes);
      if (references !== null) return refused(references);
      const offer = merge(current);
      const taken = await externalIdProblem(manager, offer);
      if (taken !== null) return refused(taken);
      const present = await findEvents(manager, [offer]);
      const plan = planOffer(offer, { before: current, present, given: events, now });
      if ('problems' in plan) return refused(...plan.problems);
      await manager.update(OfferEntity, { id }, plan.offer);
      if (events !== null) await replaceEvents(manager, offer, { present, next: plan.events }, now);
      return { kind: 'written', ...plan };
    });
  }
}

/** Who sets a status decides from now on, where only its source had paused the offer before. */
function byHand(offer: StoredOffer, { status }: OfferChanges): StoredOffer {
  return status === undefined ? offer : { ...offer, isWithdrawn: false };
}

interface Change {
  /** What was given. */
  changes: OfferChanges;
  events: readonly OfferEventChanges[] | null;
  merge: (current: StoredOffer) => StoredOffer;
}

/** What a reward is of its revenue where an offer asks for the default ratio. */
export async function findRewardRatio(manager: EntityManager, accountId: string): Promise<Money> {
  const { defaultRewardRatio } = await manager.findOneByOrFail(AccountEntity, { id: accountId });
  return defaultRewardRatio;
}

/** No two offers of a source have the same name for it; the account's lock keeps it so. */
async function externalIdProblem(
  manager: EntityManager,
  { id, accountId, source, externalId }: StoredOffer,
): Promise<FieldProblem | null> {
  if (externalId === null) return null;
  const where = { id: Not(id), accountId, source, externalId, deletedAt: IsNull() };
  const isTaken = await manager.existsBy(OfferEntity, where);
  return isTaken ? { field: 'externalId', message: 'Another offer of this source has this externalId.' } : null;
}

function refused(...problems: FieldProblem[]): OfferWrite {
  return { kind: 'refused', problems };
}
