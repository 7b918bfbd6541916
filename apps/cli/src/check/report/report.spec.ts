import { SaxesParser } from 'saxes';
import type { Exchange } from '../exchange';
import { junitReport } from './junit-report';
import type { CaseResult, Report } from './report';
import { textReport } from './text-report';

const exchange: Exchange = {
  what: 'Success callback',
  changed: null,
  request: { method: 'POST', url: 'http://localhost/', headers: {}, body: '{}' },
  answer: { kind: 'answered', status: 500, headers: {}, body: 'a\u001b[2Jb\nc' },
  tookMs: 3,
};
const result = (given: Partial<CaseResult>): CaseResult => ({
  ...{ id: 'nulls', title: 'A <title> & "more"', fix: 'Mend it.', verdict: 'passed', reason: null, tookMs: 1_234 },
  ...{ rule: { says: 'So it is.', page: 'A page', sure: 'documented' } },
  ...{ findings: [], notes: [], exchanges: [], byHand: [] },
  ...given,
});
const failed = result({
  verdict: 'failed',
  findings: [{ expected: '1 < 2', got: 'NUL \u0000, ESC \u001b and ]]>', exchange }],
});
const reportOf = (...results: CaseResult[]): Report => ({
  options: {
    ...{ callbackUrl: 'http://localhost/', secret: null, keyCase: 'camel', verifyUrl: null, memberId: null },
    timeoutMs: 15_000,
  },
  results,
  unreachable: false,
  tookMs: 2_000,
});
const text = (...results: CaseResult[]): string => textReport(reportOf(...results), (_, words) => words);

describe(textReport.name, () => {
  it('should give nothing of the other side to the terminal that is more than text', () => {
    expect(text(failed).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(text(failed)).toContain('answered  500 after 3 ms: a [2Jb c');
  });

  it('should show a note beside a case that passed, and the reason beside one that was not played', () => {
    expect(text(result({ notes: ['Mind this.'] }))).toContain('"more": Mind this.');
    expect(text(result({ verdict: 'skipped', reason: 'no secret' }))).toContain('"more": no secret');
  });

  it('should name what is left to look up', () => {
    const byHand = [{ conversion: { conversionId: 'c-1', memberId: 'm-1' }, rewards: 0 }];
    expect(text(result({ byHand }))).toMatch(/nulls +0 rewards +conversion c-1 +member m-1/);
  });
});

describe(junitReport.name, () => {
  const parsed = (report: Report): string[] => {
    const seen: string[] = [];
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ name, attributes }) => seen.push(`${name} ${Object.values(attributes).join('|')}`));
    parser.on('text', (words) => seen.push(words.trim()));
    parser.write(junitReport(report)).close();
    return seen.filter((one) => one !== '');
  };

  it('should be well-formed, whatever stands in it', () => {
    const seen = parsed(reportOf(failed));
    expect(seen).toContain('testcase pitlane.check.nulls|A <title> & "more"|1.234');
    expect(seen).toContain('failure contract|expected 1 < 2, got NUL \uFFFD, ESC \uFFFD and ]]>');
  });

  it('should count, say why a case was skipped, and tell warnings without failing', () => {
    const warned = result({ verdict: 'warned', findings: [{ expected: 'x', got: 'y', exchange: null }] });
    const seen = parsed(reportOf(failed, warned, result({ verdict: 'skipped', reason: 'no secret' }), result({})));
    expect(seen[0]).toBe('testsuites pitlane check|4|1|0|1|2.000');
    expect(seen).toContain('skipped no secret');
    expect(seen).toContain('expected: x\ngot: y\nfix: Mend it.');
    expect(seen.filter((one) => one.startsWith('failure'))).toHaveLength(1);
  });
});
