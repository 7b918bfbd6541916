import {
  applyDefaultRatio,
  isSameOffer,
  type FieldProblem,
  type GivenOffer,
  type Money,
  type OfferEvent,
  type OfferReferences,
} from '@app/domain';
import {
  findIntegrationAnswer,
  keepIntegrationAnswer,
  OfferEntity,
  OfferEventEntity,
  withdrawOffers,
  type IntegrationOutcome,
} from '@app/store';
import { IsNull, type EntityManager } from 'typeorm';
import type { AccountWrites } from '../account-writes';
import { newOffer } from './new-offer';
import { insertEvents, replaceEvents } from './offer-events';
import { defaultReferences, referenceProblem } from './offer-references';
import { planOffer, wholeEvents, wholeOffer, type OfferPlan } from './plan-offer';
import { findRewardRatio } from './write-offers';

export type { IntegrationOutcome } from '@app/store';

/** `Synchronize`: the offers of the source are those that are sent; `Insert`: those that are sent are there, too. G§1.2. */
export const INTEGRATION_OPERATIONS = ['Synchronize', 'Insert'] as const;
export type IntegrationOperation = (typeof INTEGRATION_OPERATIONS)[number];

/** An offer as its source sends it, or what could not be read of it. */
export type SentOffer =
  | { externalId: string; given: GivenOffer }
  | { externalId: string | null; problems: readonly FieldProblem[] };

export interface IntegrationRequest {
  id: string;
  operation: IntegrationOperation;
  offers: readonly SentOffer[];
}

const SOURCE = 'CustomIntegration';

/** Offers of a system of the account's own, many at once. G§7.8. */
export class IntegrateOffers {
  constructor(private readonly writes: AccountWrites) {}

  /**
   * Answers what became of each offer, in their order; a request that was answered already is answered the same, and
   * does nothing. `null`: it is under way. All is written, or nothing; an offer that fails keeps no other back.
   */
  integrate(accountId: string, request: IntegrationRequest): Promise<IntegrationOutcome[] | null> {
    return this.writes.writeAlone(accountId, request.id, async (manager, now) => {
      const answered = await findIntegrationAnswer(manager, accountId, request.id);
      if (answered !== null) return answered;
      const integration = await Integration.begin(manager, accountId, now);
      const outcomes = await integration.run(request);
      await keepIntegrationAnswer(manager, { accountId, requestId: request.id }, outcomes, now);
      return outcomes;
    });
  }
}

/** What an integration finds when it begins. */
interface Present {
  references: OfferReferences;
  ratio: Money;
  offers: readonly OfferEntity[];
  byExternalId: ReadonlyMap<string | null, OfferEntity>;
  /** By offer. */
  events: ReadonlyMap<string, readonly OfferEvent[]>;
}

class Integration {
  private constructor(
    private readonly manager: EntityManager,
    private readonly accountId: string,
    private readonly now: Date,
    private readonly present: Present,
  ) {}

  static async begin(manager: EntityManager, accountId: string, now: Date): Promise<Integration> {
    const offers = await manager.findBy(OfferEntity, { accountId, source: SOURCE, deletedAt: IsNull() });
    return new Integration(manager, accountId, now, {
      references: await defaultReferences(manager, accountId),
      ratio: await findRewardRatio(manager, accountId),
      offers,
      byExternalId: new Map(offers.map((offer) => [offer.externalId, offer])),
      events: byOffer(await manager.findBy(OfferEventEntity, { accountId, deletedAt: IsNull() })),
    });
  }

  async run({ operation, offers }: IntegrationRequest): Promise<IntegrationOutcome[]> {
    const outcomes: IntegrationOutcome[] = [];
    const seen = new Set<string>();
    for (const sent of offers) {
      const isTwice = sent.externalId !== null && seen.has(sent.externalId);
      if (sent.externalId !== null) seen.add(sent.externalId);
      outcomes.push(isTwice ? failed(sent.externalId, TWICE) : await this.take(sent, operation));
    }
    if (operation === 'Synchronize') await this.withdraw(seen);
    return outcomes;
  }

  private async take(sent: SentOffer, operation: IntegrationOperation): Promise<IntegrationOutcome> {
    const { externalId } = sent;
    if ('problems' in sent) return failed(externalId, ...sent.problems);
    const current = this.present.byExternalId.get(externalId);
    const plan = await this.plan(sent, current);
    if ('problems' in plan) return failed(externalId, ...plan.problems);
    if (current === undefined) return this.create(plan);
    const events = this.eventsOf(current);
    const isSame = isSameOffer(plan, { offer: current, events });
    if (operation === 'Insert') return isSame ? done(externalId, 'unchanged') : failed(externalId, THERE_ALREADY);
    if (isSame && !current.isWithdrawn) return done(externalId, 'unchanged');
    return this.update(plan, events);
  }

  private async plan(
    { externalId, given }: Extract<SentOffer, { given: GivenOffer }>,
    current: OfferEntity | undefined,
  ): Promise<OfferPlan | { problems: readonly FieldProblem[] }> {
    const settled = applyDefaultRatio(given, this.present.ratio);
    if ('problems' in settled) return settled;
    const problem = await referenceProblem(this.manager, this.accountId, settled.offer);
    if (problem !== null) return { problems: [problem] };
    const { references } = this.present;
    if (current !== undefined) {
      const offer = wholeOffer(current, references, settled.offer);
      const given = wholeEvents(settled.events);
      return planOffer(offer, { before: current, present: this.eventsOf(current), given, now: this.now });
    }
    const origin = { source: SOURCE, externalId } as const;
    const offer = newOffer(this.accountId, references, { ...settled.offer, ...origin }, this.now);
    return planOffer(offer, { before: null, present: [], given: settled.events, now: this.now });
  }

  private async create({ offer, events }: OfferPlan): Promise<IntegrationOutcome> {
    await this.manager.insert(OfferEntity, offer);
    await insertEvents(this.manager, offer, events);
    return done(offer.externalId, 'created');
  }

  /** What was paused only because it was not sent goes on; what a person paused stays so. */
  private async update({ offer, events }: OfferPlan, present: readonly OfferEvent[]): Promise<IntegrationOutcome> {
    const status = offer.isWithdrawn && offer.status === 'Pending' ? 'Active' : offer.status;
    await this.manager.update(OfferEntity, { id: offer.id }, { ...offer, status, isWithdrawn: false });
    await replaceEvents(this.manager, offer, { present, next: events }, this.now);
    return done(offer.externalId, 'updated');
  }

  /** Pauses what runs and is not sent any more. */
  private async withdraw(sent: ReadonlySet<string>): Promise<void> {
    const gone = this.present.offers.filter(
      ({ externalId, status }) => status === 'Active' && (externalId === null || !sent.has(externalId)),
    );
    if (gone.length === 0) return;
    const ids = gone.map(({ id }) => id);
    await withdrawOffers(this.manager, ids);
  }

  private eventsOf({ id }: OfferEntity): readonly OfferEvent[] {
    return this.present.events.get(id) ?? [];
  }
}

function byOffer(events: readonly OfferEventEntity[]): Map<string, OfferEvent[]> {
  const found = new Map<string, OfferEvent[]>();
  for (const event of events) {
    const ofOffer = found.get(event.offerId);
    if (ofOffer === undefined) found.set(event.offerId, [event]);
    else ofOffer.push(event);
  }
  return found;
}

const TWICE: FieldProblem = { field: 'externalId', message: 'An offer before it in this request has the same one.' };
const THERE_ALREADY: FieldProblem = {
  field: 'externalId',
  message: 'There is an offer with it already, and Insert changes none.',
};

function done(externalId: string | null, kind: 'created' | 'updated' | 'unchanged'): IntegrationOutcome {
  return { externalId, kind, problems: [] };
}

function failed(externalId: string | null, ...problems: readonly FieldProblem[]): IntegrationOutcome {
  return { externalId, kind: 'failed', problems };
}
