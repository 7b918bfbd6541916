import { parseDuration } from '@app/runtime';
import { Problem, type FieldProblem } from '../../http/problem';

export const FAULTS = ['timeout', 'reset', 'garbage'] as const;
export type Fault = (typeof FAULTS)[number];

/** One answer of a receiver. `delay` is real time. */
export type ReceiverStep = AnsweringStep | { fault: Fault };

export interface AnsweringStep {
  status: number;
  delay?: string | number;
  headers?: Record<string, string>;
  /** Text as it is; anything else is sent as JSON. */
  body?: unknown;
}

const LONGEST_DELAY_MS = 600_000;
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]{1,100}$/;
const HEADER_VALUE = /^[\t\x20-\x7E\x80-\xFF]{0,4000}$/;
/** These frame the answer: a script that sets them would break it in ways that no fault here means. */
const FRAMING = ['connection', 'content-length', 'keep-alive', 'trailer', 'transfer-encoding', 'upgrade'];

/** Reads a script, or throws a problem that names every wrong field. */
export function readScript(steps: readonly unknown[]): ReceiverStep[] {
  const problems: FieldProblem[] = [];
  const script = steps.map((step, index) =>
    readStep(step, (field, message) => problems.push({ field: `script.${String(index)}${field}`, message })),
  );
  if (problems.length > 0) {
    throw new Problem(400, problems.map(({ field, message }) => `${field} ${message}`).join('; '), problems);
  }
  return script;
}

/** Milliseconds before a step answers. */
export function delayOf({ delay = 0 }: AnsweringStep): number {
  return parseDuration(String(delay)) ?? 0;
}

type Complain = (field: string, message: string) => void;

function readStep(step: unknown, complain: Complain): ReceiverStep {
  const fields = isObject(step) ? step : {};
  const isFault = 'fault' in fields;
  const known = isFault ? ['fault'] : ['status', 'delay', 'headers', 'body'];
  if (!isObject(step)) complain('', 'must be an object: {status, delay?, headers?, body?} or {fault}');
  for (const name of Object.keys(fields)) if (!known.includes(name)) complain(`.${name}`, 'should not exist');
  return isFault ? { fault: readFault(fields['fault'], complain) } : readAnswer(fields, complain);
}

function readFault(fault: unknown, complain: Complain): Fault {
  const known = FAULTS.find((name) => name === fault);
  if (known === undefined) complain('.fault', `must be one of ${FAULTS.join(', ')}`);
  return known ?? 'timeout';
}

function readAnswer(fields: Readonly<Record<string, unknown>>, complain: Complain): AnsweringStep {
  const { status, delay, headers, body } = fields;
  const step: AnsweringStep = { status: readStatus(status, complain) };
  if (delay !== undefined) step.delay = readDelay(delay, complain);
  if (headers !== undefined) step.headers = readHeaders(headers, complain);
  return body === undefined ? step : { ...step, body };
}

function readStatus(status: unknown, complain: Complain): number {
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  complain('.status', 'must be a whole number from 200 to 599');
  return 200;
}

function readDelay(delay: unknown, complain: Complain): string | number {
  if (typeof delay === 'string' || typeof delay === 'number') {
    const ms = parseDuration(String(delay));
    if (ms !== null && ms <= LONGEST_DELAY_MS) return delay;
  }
  complain('.delay', 'must be a duration such as 2s, at most 10m');
  return 0;
}

function readHeaders(headers: unknown, complain: Complain): Record<string, string> {
  if (!isObject(headers)) complain('.headers', 'must be an object of names and values');
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(isObject(headers) ? headers : {})) {
    const isPlain = HEADER_NAME.test(name) && name !== '__proto__' && !FRAMING.includes(name.toLowerCase());
    if (isPlain && typeof value === 'string' && HEADER_VALUE.test(value)) read[name] = value;
    else {
      complain(
        `.headers.${name}`,
        'must be a header that can be sent on one line, other than those that frame the answer',
      );
    }
  }
  return read;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
