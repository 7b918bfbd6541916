import { httpUrlProblem, toAsciiUrl } from '@app/domain';
import { parseDuration } from '@app/runtime';
import { Problem, type FieldProblem } from '../../http/problem';

export const FAULTS = ['timeout', 'reset', 'garbage'] as const;
export type Fault = (typeof FAULTS)[number];

/** One answer of a receiver. `delay` is real time. */
export type ReceiverStep = AnsweringStep | { fault: Fault } | RedirectingStep;

export interface AnsweringStep {
  status: number;
  delay?: string | number;
  headers?: Record<string, string>;
  /** Text as it is; anything else is sent as JSON. */
  body?: unknown;
  /** The body comes in pieces. */
  drip?: Drip;
}

/** So many bytes at once, one piece after the other; `every` is real time. */
export interface Drip {
  bytes: number;
  every: string | number;
}

export interface RedirectingStep {
  /** Where to. */
  redirect: string;
  /** 302 where it is left out. */
  status?: number;
}

const REDIRECTS: readonly unknown[] = [301, 302, 303, 307, 308];
const LONGEST_URL = 2_048;
const LARGEST_PIECE = 65_536;
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

/** Milliseconds between two pieces. */
export function pauseOf({ every }: Drip): number {
  return parseDuration(String(every)) ?? 0;
}

/** The body as it is sent, and whether it is text as it was written. */
export function bodyOf({ body }: AnsweringStep): { text: string; isText: boolean } {
  const isText = typeof body === 'string' || body === undefined;
  return { text: isText ? (body ?? '') : JSON.stringify(body), isText };
}

type Complain = (field: string, message: string) => void;

/** The fields of each kind of step, by the one that tells it from others. */
const KINDS = {
  fault: ['fault'],
  redirect: ['redirect', 'status'],
  status: ['status', 'delay', 'headers', 'body', 'drip'],
} as const;

const FORMS = '{status, delay?, headers?, body?, drip?}, {fault} or {redirect, status?}';

function readStep(step: unknown, complain: Complain): ReceiverStep {
  const fields = isObject(step) ? step : {};
  const kind = 'fault' in fields ? 'fault' : 'redirect' in fields ? 'redirect' : 'status';
  const known: readonly string[] = KINDS[kind];
  if (!isObject(step)) complain('', `must be an object: ${FORMS}`);
  for (const name of Object.keys(fields)) if (!known.includes(name)) complain(`.${name}`, 'should not exist');
  if (kind === 'fault') return { fault: readFault(fields['fault'], complain) };
  return kind === 'redirect' ? readRedirect(fields, complain) : readAnswer(fields, complain);
}

function readRedirect({ redirect, status }: Readonly<Record<string, unknown>>, complain: Complain): RedirectingStep {
  const isUrl =
    typeof redirect === 'string' && httpUrlProblem(redirect, { maxLength: LONGEST_URL, allowsMacros: false }) === null;
  if (!isUrl) complain('.redirect', 'must be a URL with http:// or https://');
  const step: RedirectingStep = { redirect: isUrl ? toAsciiUrl(redirect) : '' };
  if (status === undefined) return step;
  if (!REDIRECTS.includes(status)) complain('.status', `must be one of ${REDIRECTS.join(', ')}`);
  return { ...step, status: Number(status) };
}

function readFault(fault: unknown, complain: Complain): Fault {
  const known = FAULTS.find((name) => name === fault);
  if (known === undefined) complain('.fault', `must be one of ${FAULTS.join(', ')}`);
  return known ?? 'timeout';
}

function readAnswer(fields: Readonly<Record<string, unknown>>, complain: Complain): AnsweringStep {
  const { status, delay, headers, body, drip } = fields;
  const step: AnsweringStep = { status: readStatus(status, complain) };
  if (delay !== undefined) step.delay = readDelay(delay, complain);
  if (headers !== undefined) step.headers = readHeaders(headers, complain);
  if (body !== undefined) step.body = body;
  if (drip !== undefined) step.drip = readDrip(drip, Buffer.byteLength(bodyOf(step).text), complain);
  return step;
}

/** `length`: bytes of the body, which must have gone as soon as the longest delay would be over. */
function readDrip(drip: unknown, length: number, complain: Complain): Drip {
  const fields = isObject(drip) ? drip : {};
  const bytes = pieceOf(fields['bytes']);
  const every = readDelay(fields['every'], (_, message) => {
    complain('.drip.every', message);
  });
  if (bytes === null) complain('.drip.bytes', `must be a whole number from 1 to ${String(LARGEST_PIECE)}`);
  for (const name of Object.keys(fields)) {
    if (name !== 'bytes' && name !== 'every') complain(`.drip.${name}`, 'should not exist');
  }
  if (length === 0) complain('.drip', 'needs a body');
  const read = { bytes: bytes ?? 1, every };
  const lastsMs = Math.ceil(length / read.bytes) * pauseOf(read);
  if (lastsMs > LONGEST_DELAY_MS) complain('.drip', 'must let the whole body out within 10m');
  return read;
}

function pieceOf(bytes: unknown): number | null {
  const isSize = typeof bytes === 'number' && Number.isInteger(bytes) && bytes >= 1 && bytes <= LARGEST_PIECE;
  return isSize ? bytes : null;
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
