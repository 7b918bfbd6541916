import type { Finding } from '../finding';
import { answerInShort } from '../exchange';
import { curlLine } from '../receiver/curl';
import { countOf, type CaseResult, type Report } from './report';

/** What XML 1.0 has no place for, not even escaped. */
const NO_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** The report as JUnit XML, as build servers read it: a test case for each case, warnings as its output. */
export function junitReport(report: Report): string {
  const { results, tookMs } = report;
  const counts = `tests="${String(results.length)}" failures="${String(countOf(report, 'failed'))}" errors="0"`;
  const skipped = `skipped="${String(countOf(report, 'skipped'))}" time="${seconds(tookMs)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="pitlane check" ${counts} ${skipped}>`,
    `  <testsuite name="callback contract" ${counts} ${skipped}>`,
    ...results.flatMap(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(result: CaseResult): string[] {
  const { id, title, tookMs } = result;
  const head = `    <testcase classname="pitlane.check.${id}" name="${escaped(title)}" time="${seconds(tookMs)}"`;
  const inside = insideOf(result);
  return inside.length === 0 ? [`${head}/>`] : [`${head}>`, ...inside, '    </testcase>'];
}

function insideOf({ verdict, findings, reason, rule, fix, notes }: CaseResult): string[] {
  const told = findings.map((finding) => tell(finding, fix)).join('\n\n');
  switch (verdict) {
    case 'failed':
      return [failure(findings, `${told}\nwhy: ${rule.says} (${rule.page ?? rule.sure})`), ...output(notes)];
    case 'skipped':
      return [`      <skipped message="${escaped(reason ?? '')}"/>`, ...output(notes)];
    case 'warned':
      return output([told, ...notes]);
    case 'passed':
      return output(notes);
  }
}

function failure([first]: readonly Finding[], told: string): string {
  const message = `expected ${first?.expected ?? ''}, got ${first?.got ?? ''}`;
  return `      <failure type="contract" message="${escaped(message)}">${escapedText(told)}</failure>`;
}

function output(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`      <system-out>${escapedText(lines.join('\n'))}</system-out>`];
}

function tell({ expected, got, fix, exchange }: Finding, advice: string): string {
  const lines = [`expected: ${expected}`, `got: ${got}`, `fix: ${fix ?? advice}`];
  if (exchange === null) return lines.join('\n');
  return [...lines, `answered: ${answerInShort(exchange)}`, `replay: ${curlLine(exchange.request)}`].join('\n');
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}

/** For an attribute, where line breaks would become blanks. */
function escaped(text: string): string {
  return text.replace(NO_XML, '\uFFFD').replace(/[&<>"\n\r\t]/g, (character) => ENTITIES[character] ?? character);
}

/** For what stands between tags, where they stay. */
function escapedText(text: string): string {
  return text.replace(NO_XML, '\uFFFD').replace(/[&<>\r]/g, (character) => ENTITIES[character] ?? character);
}
