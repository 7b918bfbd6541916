import { decideConversion, standsAlone, type ConversionDecision, type DecisionStep } from '@app/domain';
import {
  findClick,
  findClicks,
  Grouped,
  holdConfiguration,
  insertConversions,
  type ClickRow,
  type Database,
  type NewConversion,
} from '@app/store';
import type { Catalog } from './catalog';
import type { ConversionContext } from './commit-conversion';
import type { ConversionResult, Judged, Recorded } from './conversion-result';
import type { DueSignal } from './due-signal';
import { gatherFacts, type ConversionCall, type GatheredFacts } from './gather-facts';
import { STATUS_CHANGED } from './observe/status-changed';
import { Turns } from './turns';
import { ConfigurationMoved, WriteUnderLock, writeNew } from './write-under-lock';

const MOST_TRIES = 5;
/** Measured: below, what a statement costs by itself is more than its conversions. */
const WORTH_A_STATEMENT = 8;
/** Connections that rows of files may hold at once: postbacks go first. */
const LOCKED_UPLOADS = 3;

/** Takes a conversion postback: decides by K§3.2 and writes what follows, once. */
export class RecordConversion {
  private readonly lookups: Grouped<string, ClickRow | null>;
  private readonly commits: Grouped<NewConversion, boolean>;
  private readonly uploads = new Turns(LOCKED_UPLOADS);
  private readonly held = new Turns(1);
  private readonly locked: WriteUnderLock;

  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly due: DueSignal,
  ) {
    this.locked = new WriteUnderLock(catalog);
    const besides = WORTH_A_STATEMENT;
    this.lookups = new Grouped((ids: string[]) => findClicks(database, ids), 'click-lookups', { besides });
    const insert = (conversions: NewConversion[]): Promise<boolean[]> => insertConversions(database, conversions);
    this.commits = new Grouped(insert, 'conversions', { besides });
  }

  async record(call: ConversionCall): Promise<ConversionResult> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.judge(call);
      } catch (error) {
        if (!(error instanceof ConfigurationMoved)) throw error;
        if (tries === MOST_TRIES) return this.held.take(() => this.judgeHeld(error.accountId, call));
      }
    }
  }

  /** For an account whose configuration never rests: it does while this call is judged, all of it on one connection. */
  private async judgeHeld(accountId: string, call: ConversionCall): Promise<ConversionResult> {
    const { ids, written } = await this.database.transaction(async (tx) => {
      await holdConfiguration(tx, accountId);
      const catalog = this.catalog.readingBy(tx);
      const gathered = await gatherFacts((id) => findClick(tx, id), catalog, call);
      const refused = refusalOf(decideConversion(gathered.facts));
      if (refused !== null) return { ids: idsOf(gathered), written: refused };
      const { context, judged } = await settled(gathered, catalog, call);
      return { ids: idsOf(gathered), written: await this.locked.write(tx, context, judged) };
    });
    return this.tell(ids, written);
  }

  private async judge(call: ConversionCall): Promise<ConversionResult> {
    const gathered = await gatherFacts((id) => this.lookups.add(id), this.catalog, call);
    const { decision, trace } = decideConversion(gathered.facts);
    const refused = refusalOf({ decision, trace });
    if (refused !== null) return this.tell(idsOf(gathered), refused);
    const { context, judged } = await settled(gathered, this.catalog, call);
    // Most members complete an event once. So nobody asks who was first: the statement that writes a conversion writes
    // nothing when somebody was, or when the configuration moved, and only then is it judged anew under the lock.
    const written =
      (decision.kind === 'recorded' && standsAlone(decision, judged.facts)
        ? await writeNew((conversion) => this.commits.add(conversion), context, judged, { decision, trace })
        : null) ?? (await this.lockAndWrite(context, judged));
    return this.tell(idsOf(gathered), written);
  }

  /** What was written is committed: whoever waits for it hears so, and the caller what came of it. */
  private tell(ids: ResultIds, { due, conversion, trace, outcome }: Recorded): ConversionResult {
    if (due > 0) this.due.announce();
    if (conversion !== undefined) STATUS_CHANGED.tell(conversion);
    return { ...ids, trace, outcome };
  }

  private lockAndWrite(context: ConversionContext, judged: Judged): Promise<Recorded> {
    const write = (): Promise<Recorded> => this.database.transaction((tx) => this.locked.write(tx, context, judged));
    return judged.facts.uploaded === null ? write() : this.uploads.take(write);
  }
}

/** What an accepted call is about. */
async function settled(
  { account, click, offer, facts }: GatheredFacts,
  catalog: Catalog,
  call: ConversionCall,
): Promise<{ context: ConversionContext; judged: Judged }> {
  if (account === null || click === null || offer === null) {
    throw new Error('A conversion was accepted without a click.');
  }
  const partner = click.partnerId === null ? null : await catalog.partner(click.partnerId);
  return { context: { account, offer, partner }, judged: { click, facts, call } };
}

/** `null`: the call is not refused. */
function refusalOf({ decision, trace }: { decision: ConversionDecision; trace: DecisionStep[] }): Recorded | null {
  return decision.kind === 'refused' ? { trace, due: 0, outcome: { kind: 'refused', code: decision.code } } : null;
}

type ResultIds = Pick<ConversionResult, 'accountId' | 'offerId' | 'clickId'>;

function idsOf({ account, click, offer }: GatheredFacts): ResultIds {
  return { accountId: account?.id ?? null, offerId: offer?.id ?? null, clickId: click?.id ?? null };
}
