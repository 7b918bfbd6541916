import type { AttemptOutcome } from '@app/domain';
import { EgressRefused } from '../egress-guard';
import { storable } from './response-body';

const MAX_MESSAGE_LENGTH = 500;

/** The client library's own codes, in the words of the system. Any other code of its kind is a request that was broken off. */
const LIBRARY_CODES: ReadonlyMap<string, string> = new Map([
  ['UND_ERR_SOCKET', 'ECONNRESET'],
  ['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'],
  ['UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT'],
  ['UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'],
]);

/** Answers that are not acceptable HTTP, by the code or name of the library's error, or by its words where those alone tell. */
const MALFORMED: ReadonlyMap<string, string> = new Map([
  // The parser's own complaint; its number gets lost in the library, the message has the words for it.
  ['HTTPParserError', 'HPE_INVALID_RESPONSE'],
  // An answer that the library itself did not reckon with, such as status 000.
  ['ERR_ASSERTION', 'HPE_INVALID_RESPONSE'],
  ['UND_ERR_HEADERS_OVERFLOW', 'HPE_HEADER_OVERFLOW'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'HPE_INVALID_CONTENT_LENGTH'],
  ['bad response', 'HPE_INVALID_STATUS'],
  ['bad upgrade', 'HPE_INVALID_STATUS'],
]);

/** What an exchange without a usable answer came to. `code` is the system's word for it. K§5.3. */
export function outcomeOfError(error: unknown): AttemptOutcome {
  const code = textAt(error, 'code') ?? textAt(error, 'name') ?? '';
  const message = messageOf(error);
  if (error instanceof EgressRefused) return { kind: 'refused', code, message };
  const malformed = code.startsWith('HPE_') ? code : (MALFORMED.get(code) ?? MALFORMED.get(message));
  if (malformed !== undefined) return { kind: 'malformed', code: malformed, message };
  return { kind: 'no-answer', code: systemCode(code), message };
}

function systemCode(code: string): string {
  if (code.startsWith('UND_ERR_')) return LIBRARY_CODES.get(code) ?? 'ECONNABORTED';
  return /^[A-Z][A-Z\d_]+$/.test(code) ? code : 'EUNKNOWN';
}

function textAt(error: unknown, key: 'code' | 'name'): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : undefined;
}

/** Several addresses that all failed come as one error without a message of its own. */
function messageOf(error: unknown): string {
  const texts = error instanceof AggregateError ? error.errors.map(messageOf) : [];
  const text = texts.length > 0 ? texts.join('; ') : error instanceof Error ? error.message : String(error);
  return storable(text).slice(0, MAX_MESSAGE_LENGTH);
}
