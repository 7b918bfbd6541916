import { curlLine } from '../receiver/curl';
import { countOf, type Report } from './report';

/** The report for a program: one document, with every exchange. The secret is in none of it. */
export function jsonReport(report: Report): string {
  const { options, results, tookMs } = report;
  const cases = results.map(({ findings, exchanges, byHand, ...result }) => ({
    ...result,
    findings: findings.map(({ exchange, ...finding }) => ({
      ...finding,
      exchange: exchange === null ? null : { ...exchange, curl: curlLine(exchange.request) },
    })),
    byHand: byHand.map(({ conversion, rewards }) => ({ ...conversion, rewards })),
    exchanges,
  }));
  const summary = {
    passed: countOf(report, 'passed'),
    failed: countOf(report, 'failed'),
    warned: countOf(report, 'warned'),
    skipped: countOf(report, 'skipped'),
  };
  return `${JSON.stringify({ callbackUrl: options.callbackUrl, summary, tookMs, cases }, null, 2)}\n`;
}
