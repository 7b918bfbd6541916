import { createHash, timingSafeEqual } from 'node:crypto';
import type { Behaviour, Books, Call, Reply } from './endpoint';

export const SECRET = { header: 'X-Api-Token', value: 's3cret, with a "quote" and a \' too' };

/** What a callback says, its keys in lower case. */
export interface Told {
  id: string;
  sentAt: string;
  status: string;
  conversionid: string;
  [field: string]: unknown;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export function knowsSecret({ headers }: Call): boolean {
  const given = headers[SECRET.header.toLowerCase()];
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(SECRET.value));
}

export function read({ text }: Call): Told {
  const { id, sentAt, conversion } = JSON.parse(text) as { id: string; sentAt: string; conversion: object };
  const fields = Object.entries(conversion).map(([name, value]: [string, unknown]) => [name.toLowerCase(), value]);
  return { ...(Object.fromEntries(fields) as Told), id, sentAt };
}

/** One entry for each conversion, set to what its status says: that makes it idempotent. */
export function book({ status, conversionid }: Told, books: Books): Reply {
  books.set(conversionid, status === 'Success' ? 1 : 0);
  return { status: 200, body: 'ok' };
}

/** An endpoint as the platform's pages want it. */
export const good: Behaviour = (call, books) => {
  if (!knowsSecret(call)) return { status: 401 };
  return book(read(call), books);
};

/** The good one, but for what `differs` answers itself. */
export const goodBut =
  (differs: (told: Told, books: Books, call: Call) => Reply | null): Behaviour =>
  (call, books) => {
    if (!knowsSecret(call)) return { status: 401 };
    const told = read(call);
    return differs(told, books, call) ?? book(told, books);
  };
