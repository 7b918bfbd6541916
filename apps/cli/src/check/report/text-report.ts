import type { Finding } from '../finding';
import { answerInShort, type Exchange } from '../exchange';
import { curlLine } from '../receiver/curl';
import { inRewards } from '../scene';
import type { Paint, Style } from './paint';
import { countOf, type CaseResult, type Report, type Verdict } from './report';

const MARKS: Readonly<Record<Verdict, readonly [mark: string, style: Style]>> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  warned: ['!', 'yellow'],
  skipped: ['-', 'dim'],
};
const MOST_BODY = 500;

/** The report for a person: a line for each case, then whatever is wrong in full, then what is left to look up. */
export function textReport(report: Report, paint: Paint): string {
  const { results, options } = report;
  const wrong = results.filter(({ findings }) => findings.length > 0);
  return [
    '',
    paint('bold', `Callbacks as GoKart sends them → ${options.callbackUrl}`),
    '',
    ...results.map((result) => line(result, paint)),
    ...wrong.flatMap((result) => ['', ...details(result, paint)]),
    ...lookUp(results, paint),
    '',
    summary(report, paint),
    '',
  ].join('\n');
}

function line(result: CaseResult, paint: Paint): string {
  const [mark, style] = MARKS[result.verdict];
  const aside = result.reason ?? result.findings[0]?.got ?? result.notes.join(' ');
  const more = aside === '' ? '' : paint(style === 'green' ? 'dim' : style, `: ${plain(aside)}`);
  return `  ${paint(style, mark)} ${result.id.padEnd(17)}${result.title}${more}`;
}

function details(result: CaseResult, paint: Paint): string[] {
  const [mark, style] = MARKS[result.verdict];
  const [finding] = result.findings;
  if (finding === undefined) return [];
  const { says, page, sure } = result.rule;
  const row = (name: string, text: string): string => `    ${paint('dim', name.padEnd(10))}${plain(text)}`;
  return [
    paint(style, `${mark} ${result.id}: ${result.title}`),
    row('expected', finding.expected),
    row('got', finding.got),
    row('why', `${says} (${page === null ? sure : `${page}; ${sure}`})`),
    row('fix', finding.fix ?? result.fix),
    ...shown(finding, row),
    ...result.notes.map((note) => row('note', note)),
  ];
}

function shown({ exchange }: Finding, row: (name: string, text: string) => string): string[] {
  if (exchange === null) return [];
  const how = exchange.changed === null ? 'as the platform sends it' : `made from what it sends: ${exchange.changed}`;
  return [
    row('sent', `${exchange.what}, ${how}`),
    row('answered', `${answerInShort(exchange)} after ${String(exchange.tookMs)} ms${bodyOf(exchange)}`),
    row('replay', curlLine(exchange.request)),
  ];
}

function bodyOf({ answer }: Exchange): string {
  const body = plain(answer.kind === 'answered' ? answer.body : answer.reason).trim();
  return body === '' ? '' : `: ${body.length > MOST_BODY ? `${body.slice(0, MOST_BODY)} …` : body}`;
}

/** On one line, and without what could steer a terminal: some of it is the other side's. */
function plain(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

function lookUp(results: readonly CaseResult[], paint: Paint): string[] {
  const lines = results.flatMap(({ id, byHand }) =>
    byHand.map(
      ({ conversion, rewards }) =>
        `  ${id.padEnd(19)}${inRewards(rewards)}   conversion ${conversion.conversionId}   member ${conversion.memberId}`,
    ),
  );
  if (lines.length === 0) return [];
  return [
    '',
    paint('bold', 'Acknowledged; look up by hand, or give --verify-url, whether in the end there are'),
    ...lines,
  ];
}

function summary(report: Report, paint: Paint): string {
  const counts = (['passed', 'failed', 'warned', 'skipped'] as const).map(
    (verdict) => [verdict, countOf(report, verdict)] as const,
  );
  const told = counts
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => paint(MARKS[verdict][1], `${String(count)} ${verdict}`));
  return `${String(report.results.length)} cases: ${told.join(', ')}, in ${(report.tookMs / 1_000).toFixed(1)} s.`;
}
