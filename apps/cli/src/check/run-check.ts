import { parseDuration } from '@app/runtime';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Server } from '../admin-client';
import { ALL_CASES } from './all-cases';
import { checkContract, type Stage } from './check-contract';
import type { CheckOptions } from './check-options';
import { readCheckInput, type CheckInput } from './read-options';
import { jsonReport } from './report/json-report';
import { junitReport } from './report/junit-report';
import { paintFor } from './report/paint';
import { countOf, type Report } from './report/report';
import { textReport } from './report/text-report';

const OK = 0;
const FAILED = 1;
const UNREACHABLE = 3;
const INTERRUPTED = 130;

type Refuse = (problem: string) => never;

/** Answers the exit code. `refuse` ends the process over a wrong command line. */
export async function runCheck(input: CheckInput, refuse: Refuse): Promise<number> {
  if (input.list === true) {
    process.stdout.write(caseList(input.json === true));
    return OK;
  }
  const read = readCheckInput(input, parseDuration(input.timeout));
  if (read.kind === 'wrong') return refuse(read.problem);
  return play({ server: serverOf(input, refuse), only: read.only, opened: [] }, read.options, input);
}

async function play(stage: Stage, options: CheckOptions, input: CheckInput): Promise<number> {
  const { server } = stage;
  if (server === null && process.stderr.isTTY) process.stderr.write('Starting a Pitlane of its own …\n');
  const { close, isLeaving } = closing(stage.opened);
  try {
    const report = await checkContract(options, stage);
    await close();
    tell(report, input);
    return exitCodeOf(report);
  } catch (error) {
    await close();
    // What was closed under its feet fails.
    if (isLeaving()) return INTERRUPTED;
    if (!isUnreachable(error)) throw error;
    process.stderr.write(`Nothing answers at ${server?.url ?? ''}: ${error.cause.message}\n`);
    return UNREACHABLE;
  }
}

function exitCodeOf(report: Report): number {
  if (report.unreachable) return UNREACHABLE;
  return countOf(report, 'failed') > 0 ? FAILED : OK;
}

/** Closes what is open, once, the last first; so does Ctrl-C, which then ends the process. */
function closing(opened: Stage['opened']): { close: () => Promise<void>; isLeaving: () => boolean } {
  let [closed, leaving]: [Promise<void> | null, boolean] = [null, false];
  const closeAll = async (): Promise<void> => {
    for (let end = opened.pop(); end !== undefined; end = opened.pop()) await end();
  };
  const close = (): Promise<void> => (closed ??= closeAll());
  const leave = (): void => {
    leaving = true;
    void close().finally(() => process.exit(INTERRUPTED));
  };
  process.once('SIGINT', leave).once('SIGTERM', leave);
  return { close, isLeaving: () => leaving };
}

/** `null`: one of its own. */
function serverOf({ url, key, dataDir }: CheckInput, refuse: Refuse): Server | null {
  if (!isGiven(url)) return null;
  if (!URL.canParse(url)) return refuse(`--url is no URL: ${url}`);
  const address = url.replace(/\/+$/, '');
  const file = join(isGiven(dataDir) ? dataDir : '.pitlane', 'admin.key');
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  const found = isGiven(key) ? key : kept;
  if (found === '') return refuse(`--url needs that server's root key: give --key, there is none in ${file}.`);
  return { url: address, publicUrl: address, key: found };
}

/** An empty variable is none. */
function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function tell(report: Report, { json, junit }: CheckInput): void {
  if (junit !== undefined) writeFileSync(junit, junitReport(report));
  process.stdout.write(json === true ? jsonReport(report) : textReport(report, paintFor(process.stdout)));
}

function caseList(isJson: boolean): string {
  if (isJson) {
    return `${JSON.stringify(ALL_CASES.map(({ id, title, rule, weight }) => ({ id, title, rule, weight })))}\n`;
  }
  return ALL_CASES.map(({ id, title }) => `${id.padEnd(17)} ${title}\n`).join('');
}

/** How `fetch` says that nobody is there. */
function isUnreachable(error: unknown): error is Error & { cause: Error } {
  return error instanceof TypeError && error.cause instanceof Error;
}
