import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { ROOT } from '../support/system/product-process';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export interface JsonCase {
  id: string;
  title: string;
  verdict: 'passed' | 'failed' | 'warned' | 'skipped';
  reason: string | null;
  notes: string[];
  findings: { expected: string; got: string; exchange: { curl: string; changed: string | null } | null }[];
  byHand: { conversionId: string; memberId: string; rewards: number }[];
  exchanges: JsonExchange[];
}

export interface JsonExchange {
  what: string;
  changed: string | null;
  request: { headers: Record<string, string>; body: string };
}

export interface JsonReport {
  callbackUrl: string;
  summary: Record<JsonCase['verdict'], number>;
  cases: JsonCase[];
}

/** The command as a person runs it, with nothing in its environment but what is given. */
export function runCheck(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { PATH, TMPDIR } = process.env;
  const command = [join(ROOT, 'dist/apps/cli/src/main.js'), 'check', ...args];
  return new Promise((resolve) => {
    const options = { env: { PATH, TMPDIR, ...env }, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, command, options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

/** Its report; fails with all that it said where there is none. */
export function reportOf({ stdout, stderr }: Ended): JsonReport {
  try {
    return JSON.parse(stdout) as JsonReport;
  } catch {
    throw new Error(`No report:\n${stderr}\n${stdout}`);
  }
}

/** Ids of the cases with this verdict, in order. */
export const idsOf = ({ cases }: JsonReport, verdict: JsonCase['verdict']): string[] =>
  cases.filter((one) => one.verdict === verdict).map(({ id }) => id);

export function caseOf({ cases }: JsonReport, id: string): JsonCase {
  const found = cases.find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no case ${id}.`);
  return found;
}

/** An element of an XML document: `path` as `testsuites/testsuite/testcase`. */
export interface Element {
  path: string;
  attributes: Record<string, string>;
  text: string;
}

/** Throws where it is no well-formed XML. */
export function elementsOf(xml: string): Element[] {
  const [elements, open]: [Element[], Element[]] = [[], []];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const path = [...open.map((one) => one.path.split('/').at(-1)), name].join('/');
    const element = { path, attributes: attributes as Record<string, string>, text: '' };
    elements.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const inner = open.at(-1);
    if (inner !== undefined) inner.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return elements;
}
