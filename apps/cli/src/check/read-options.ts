import { callbackUrlProblem, secretHeaderProblem } from '@app/domain';
import type { CheckOptions } from './check-options';
import { CASE_IDS, type CaseId } from './finding';

/** The command line as it was typed. */
export interface CheckInput {
  callbackUrl?: string | undefined;
  url?: string;
  key?: string;
  dataDir?: string;
  secretHeader?: string;
  secretValue?: string;
  keyCase: 'camel' | 'pascal';
  verifyUrl?: string;
  member?: string;
  timeout: string;
  only?: string;
  list?: true;
  json?: true;
  junit?: string;
}

/** What is to be checked, or what is wrong with the command line, as a sentence. */
export type ReadInput =
  | { kind: 'read'; options: CheckOptions; only: readonly CaseId[] | null }
  | { kind: 'wrong'; problem: string };

const LONGEST_TIMEOUT_MS = 600_000;
const LONGEST_MEMBER = 2_048;

/** `timeoutMs` is `--timeout` as a duration, or null where it is none. */
export function readCheckInput(input: CheckInput, timeoutMs: number | null): ReadInput {
  const problem = problemOf(input, timeoutMs);
  if (problem !== null) return { kind: 'wrong', problem };
  const { callbackUrl = '', secretHeader, secretValue, keyCase, verifyUrl = null, member = null, only } = input;
  const secret =
    secretHeader === undefined || secretValue === undefined ? null : { header: secretHeader, value: secretValue };
  return {
    kind: 'read',
    options: { callbackUrl, secret, keyCase, verifyUrl, memberId: member, timeoutMs: timeoutMs ?? 0 },
    only: only === undefined ? null : namesIn(only).filter(isCaseId),
  };
}

function problemOf(input: CheckInput, timeoutMs: number | null): string | null {
  return (
    urlProblem(input.callbackUrl) ??
    secretProblem(input) ??
    verifyProblem(input.verifyUrl) ??
    caseProblem(input.only) ??
    memberProblem(input.member) ??
    (timeoutMs === null || timeoutMs < 1 || timeoutMs > LONGEST_TIMEOUT_MS
      ? '--timeout is a duration of at most 10m, such as 15s.'
      : null)
  );
}

function urlProblem(callbackUrl: string | undefined): string | null {
  if (callbackUrl === undefined) return 'Which endpoint? Give its callback URL, or --list.';
  const problem = callbackUrlProblem(callbackUrl);
  return problem === null ? null : `The callback URL can't be configured: ${problem}`;
}

function secretProblem({ secretHeader, secretValue }: CheckInput): string | null {
  if (secretHeader === undefined) {
    return secretValue === undefined ? null : '--secret-value needs --secret-header: the header that carries it.';
  }
  if (secretValue === undefined) return '--secret-header needs --secret-value, or PITLANE_CHECK_SECRET.';
  const problem = secretHeaderProblem(secretHeader, secretValue);
  if (problem === null) return null;
  return `${problem.field === 'secretHeader' ? '--secret-header' : '--secret-value'}: ${problem.message}`;
}

function verifyProblem(verifyUrl: string | undefined): string | null {
  if (verifyUrl === undefined) return null;
  if (!/^https?:\/\/./i.test(verifyUrl) || !URL.canParse(verifyUrl)) return '--verify-url is no http or https URL.';
  return verifyUrl.includes('{conversionId}')
    ? null
    : '--verify-url has to name the conversion: put {conversionId} where its id belongs.';
}

function memberProblem(member: string | undefined): string | null {
  if (member === undefined || (member.trim() !== '' && member.length <= LONGEST_MEMBER)) return null;
  return '--member is an id of 1 to 2,048 characters.';
}

function caseProblem(only: string | undefined): string | null {
  if (only === undefined) return null;
  const names = namesIn(only);
  const unknown = names.find((name) => !isCaseId(name));
  if (names.length > 0 && unknown === undefined) return null;
  return `--only knows no case ${JSON.stringify(unknown ?? '')}. There are: ${CASE_IDS.join(', ')}.`;
}

function namesIn(only: string): string[] {
  return only
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function isCaseId(name: string): name is CaseId {
  return CASE_IDS.some((id) => id === name);
}
