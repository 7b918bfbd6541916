import type { CheckOptions } from './check-options';
import type { ContractCase } from './contract-case';
import type { CaseId, Finding } from './finding';
import type { Exchange } from './exchange';
import { isUnreachable } from './judge';
import type { CaseResult, Report } from './report/report';
import { inRewards, Scene, wrongRewards, type Cast } from './scene';

const OPENING: CaseId = 'success';
/** Answers of any kind tell of these, acknowledged or not. */
const ON_THE_WAY: readonly CaseId[] = ['reachable', 'redirects', 'in-time'];

/** What is known of a case while others are still being played. */
interface Playing {
  played: ContractCase;
  scene: Scene;
  findings: Finding[];
  reason: string | null;
  tookMs: number;
}

/** Plays the opening, then whatever was chosen; without an acknowledged callback nothing else can be told. */
export async function playCases(cases: readonly ContractCase[], cast: Cast): Promise<Report> {
  const startedAt = performance.now();
  const plays = new Map(cases.map((played) => [played.id, opened(played, cast)]));
  let blocked: CaseId | null = null;
  for (const play of inOrder([...plays.values()])) {
    play.reason = whyNot(play, cast.options, blocked);
    if (play.reason === null) await perform(play, plays);
    if (play.played.blocks === true && !isFine(play)) blocked ??= play.played.id;
  }
  lookAtAll(plays, cast);
  await askAgain(plays, cast);
  const results = cases.map(({ id }) => resultOf(plays, id));
  const exchanges = results.flatMap((result) => result.exchanges);
  return {
    options: cast.options,
    results,
    unreachable: exchanges.length > 0 && exchanges.every(isUnreachable),
    tookMs: Math.round(performance.now() - startedAt),
  };
}

function opened(played: ContractCase, cast: Cast): Playing {
  return { played, scene: new Scene(cast), findings: [], reason: null, tookMs: 0 };
}

function inOrder(plays: readonly Playing[]): Playing[] {
  const isFirst = ({ played }: Playing): boolean => played.id === OPENING;
  return [...plays.filter(isFirst), ...plays.filter((play) => !isFirst(play))];
}

function whyNot({ played, findings }: Playing, options: CheckOptions, blocked: CaseId | null): string | null {
  if (ON_THE_WAY.includes(played.id) || played.id === OPENING || findings.length > 0) return null;
  return blocked === null ? (played.unplayable?.(options) ?? null) : seeThere(blocked);
}

function isFine({ findings, reason }: Playing): boolean {
  return findings.length === 0 && reason === null;
}

function seeThere(id: CaseId): string {
  return `could not be judged: see ${id}`;
}

/** Step by step, up to the first finding, which may be another case's. */
async function perform(play: Playing, plays: ReadonlyMap<CaseId, Playing>): Promise<void> {
  if (play.findings.length > 0) return;
  const startedAt = performance.now();
  let finding: Finding | null = null;
  for (const step of play.played.steps) finding ??= await step(play.scene);
  play.tookMs = Math.round(performance.now() - startedAt);
  if (finding === null) return;
  const blamed = plays.get(finding.blame ?? play.played.id) ?? play;
  blamed.findings.push(finding);
  if (blamed !== play) play.reason = seeThere(blamed.played.id);
}

/** What every exchange may show, such as an answer that is slow. */
function lookAtAll(plays: ReadonlyMap<CaseId, Playing>, { options }: Cast): void {
  const exchanges = [...plays.values()].flatMap(({ scene }) => scene.exchanges);
  for (const { played, findings } of plays.values()) {
    const { looksAt } = played;
    if (looksAt === undefined) continue;
    const found = exchanges.map((exchange) => looksAt(exchange, options)).find((finding) => finding !== null);
    if (found !== undefined) findings.push(found);
  }
}

/** A second reward may come late: once all is over, each conversion is looked up again. */
async function askAgain(plays: ReadonlyMap<CaseId, Playing>, { rewards }: Cast): Promise<void> {
  if (rewards === null) return;
  for (const { scene, findings, reason } of plays.values()) {
    if (findings.length > 0 || reason !== null) continue;
    for (const expectation of scene.expectations) {
      const count = await rewards.count(expectation.conversion);
      const got = count.kind === 'counted' ? `${inRewards(count.rewards)} in the end` : count.why;
      if (count.kind === 'counted' && count.rewards === expectation.rewards) continue;
      findings.push(wrongRewards(expectation, got, lastOf(scene)));
    }
  }
}

function lastOf({ exchanges }: Scene): Exchange | null {
  return exchanges.at(-1) ?? null;
}

function resultOf(plays: ReadonlyMap<CaseId, Playing>, id: CaseId): CaseResult {
  const play = plays.get(id);
  if (play === undefined) throw new Error(`The case ${id} was not played.`);
  const { played, scene, findings, reason, tookMs } = play;
  const verdict = verdictOf(play, hasAnswered(plays));
  const isTaken = verdict === 'passed' || verdict === 'warned';
  const byHand = isTaken && scene.cast.rewards === null ? scene.expectations : [];
  const { title, rule, fix } = played;
  return {
    ...{ id, title, rule, fix, verdict, findings, tookMs, byHand },
    reason: verdict === 'skipped' ? (reason ?? 'nothing was answered') : null,
    notes: scene.notes,
    exchanges: scene.exchanges,
  };
}

function hasAnswered(plays: ReadonlyMap<CaseId, Playing>): boolean {
  return [...plays.values()].some(({ scene }) => scene.exchanges.some(({ answer }) => answer.kind === 'answered'));
}

function verdictOf({ played, findings, reason }: Playing, hasAnswered: boolean): CaseResult['verdict'] {
  if (findings.some(({ weight = played.weight }) => weight === 'fail')) return 'failed';
  if (findings.length > 0) return 'warned';
  return reason === null && hasAnswered ? 'passed' : 'skipped';
}
