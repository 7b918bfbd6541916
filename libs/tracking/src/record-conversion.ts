import {
  conversionValue,
  decideConversion,
  type ConversionDecision,
  type ConversionFacts,
  type ConversionParameters,
  type ConversionStatus,
  type DecisionStep,
  type RefusalCode,
} from '@app/domain';
import { newId } from '@app/runtime';
import {
  insertHistoryLog,
  lockCompletion,
  lockConversions,
  type ClickRow,
  type Database,
  type StoredConversion,
  type Tx,
} from '@app/store';
import type { Catalog, OfferConfig } from './catalog';
import { commitCallback, commitConversion, type ConversionContext } from './commit-conversion';
import type { DueSignal } from './due-signal';
import { gatherFacts, type ConversionCall, type GatheredFacts } from './gather-facts';

export interface RecordedState {
  conversionId: string;
  status: ConversionStatus;
  rejectionReason: string | null;
}

export interface ConversionResult {
  accountId: string | null;
  offerId: string | null;
  clickId: string | null;
  trace: DecisionStep[];
  outcome:
    | { kind: 'refused'; code: RefusalCode }
    | ({ kind: 'recorded' } & RecordedState)
    /** `first` is what the member completed before. */
    | ({ kind: 'already-completed' } & RecordedState);
}

const MOST_TRIES = 5;

/** Configuration changed between reading it and locking: judge the call anew. */
class ConfigurationMoved extends Error {}

/** Takes a conversion postback: decides by K§3.2 and writes what follows, once. */
export class RecordConversion {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly due: DueSignal,
  ) {}

  async record(call: ConversionCall): Promise<ConversionResult> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.judge(call);
      } catch (error) {
        if (!(error instanceof ConfigurationMoved) || tries === MOST_TRIES) throw error;
      }
    }
  }

  private async judge(call: ConversionCall): Promise<ConversionResult> {
    const gathered = await gatherFacts(this.database, this.catalog, call);
    const { decision, trace } = decideConversion(gathered.facts);
    const { accountId, offerId, clickId } = idsOf(gathered);
    if (decision.kind === 'refused') {
      return { accountId, offerId, clickId, trace, outcome: { kind: 'refused', code: decision.code } };
    }
    const { account, click, offer, facts } = gathered;
    if (account === null || click === null || offer === null) {
      throw new Error('A conversion was accepted without a click.');
    }
    const partner = click.partnerId === null ? null : await this.catalog.partner(click.partnerId);
    const result = await this.database.transaction((tx) =>
      this.write(tx, { account, offer, partner }, { click, facts, call }),
    );
    if (result.due > 0) this.due.announce();
    return { accountId, offerId, clickId, trace: result.trace, outcome: result.outcome };
  }

  private async write(
    tx: Tx,
    context: ConversionContext,
    { click, facts, call }: { click: ClickRow; facts: ConversionFacts; call: ConversionCall },
  ): Promise<{ trace: DecisionStep[]; due: number; outcome: ConversionResult['outcome'] }> {
    const { account, offer } = context;
    const completion = await lockCompletion(tx, {
      accountId: account.id,
      offerId: offer.id,
      offerEventId: facts.event?.id ?? null,
      pubMemberId: click.pubMemberId,
    });
    if (completion?.configVersion !== click.configVersion) {
      this.catalog.forget(account.id);
      throw new ConfigurationMoved();
    }
    const { decision, trace } = decideConversion({ ...facts, now: completion.now, first: completion.first });
    switch (decision.kind) {
      case 'refused':
        return { trace, due: 0, outcome: { kind: 'refused', code: decision.code } };
      case 'already-completed':
        return {
          trace,
          ...(await this.repeatCallback(tx, context, { firstId: decision.first.id, click, at: completion.now })),
        };
      case 'recorded': {
        const row = newConversion({ click, offer, facts, parameters: call.parameters }, decision, completion.now);
        const due = await commitConversion(tx, context, { row, from: null, by: 'postback', deliver: true });
        return { trace, due, outcome: { kind: 'recorded', ...stateOf(row) } };
      }
    }
  }

  /** Row 6: nothing is recorded, the history says so, and the first conversion's callback goes out once more. */
  private async repeatCallback(
    tx: Tx,
    context: ConversionContext,
    { firstId, click, at }: { firstId: string; click: ClickRow; at: Date },
  ): Promise<{ due: number; outcome: ConversionResult['outcome'] }> {
    const [first] = await lockConversions(tx, [firstId]);
    if (first === undefined) throw new ConfigurationMoved();
    await insertHistoryLog(tx, {
      id: newId(),
      accountId: first.accountId,
      level: 'warning',
      message: 'User has already completed the event',
      offerId: first.offerId,
      clickId: click.id,
      conversionId: first.id,
      pubMemberId: first.pubMemberId,
      at,
    });
    const sends = context.account.switches.repeatCallbacks;
    if (sends) await commitCallback(tx, context, first, { at, forced: false });
    return { due: sends ? 1 : 0, outcome: { kind: 'already-completed', ...stateOf(first) } };
  }
}

function idsOf({ account, click, offer }: GatheredFacts): Pick<ConversionResult, 'accountId' | 'offerId' | 'clickId'> {
  return { accountId: account?.id ?? null, offerId: offer?.id ?? null, clickId: click?.id ?? null };
}

function newConversion(
  {
    click,
    offer,
    facts,
    parameters,
  }: { click: ClickRow; offer: OfferConfig; facts: ConversionFacts; parameters: ConversionParameters },
  decision: Extract<ConversionDecision, { kind: 'recorded' }>,
  now: Date,
): StoredConversion {
  return {
    id: newId(),
    accountId: click.accountId,
    clickId: click.id,
    viewId: click.viewId,
    offerId: offer.id,
    offerEventId: facts.event?.id ?? null,
    partnerId: click.partnerId,
    pubMemberId: click.pubMemberId,
    pubClickId: click.pubClickId,
    pubParameters: click.parameters,
    clickTime: click.createdAt,
    status: decision.status,
    rejectionReason: decision.rejectionReason,
    isRepeated: decision.repeatOf !== null,
    repeatOf: decision.repeatOf,
    ...conversionValue(offer, facts.event, parameters.cnv_amount),
    parameters,
    userCompletedAt: now,
    createdAt: now,
    modifiedAt: now,
    maturesAt: decision.maturesAt,
    callbackSent: false,
  };
}

function stateOf({ id, status, rejectionReason }: StoredConversion): RecordedState {
  return { conversionId: id, status, rejectionReason };
}
