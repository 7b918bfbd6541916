import { randomUUID } from 'node:crypto';

/** Members of `conversion` by their camel-case names; the body may spell them in Pascal case. */
export type Changes = Readonly<Record<string, unknown>>;

interface Body {
  id: string;
  conversion: Record<string, unknown>;
}

export interface Derived {
  body: string;
  conversionId: string;
}

const readBody: (json: string) => Body = JSON.parse;

/**
 * A callback of a conversion that the endpoint has never heard of, made from one that the platform sent: what is decided
 * about a known one says nothing. `changes` replace members of `conversion`, or add to them; `around` adds members beside it.
 */
export function deriveCallback(captured: string, changes: Changes = {}, around: Changes = {}): Derived {
  const body = readBody(captured);
  const conversionId = randomUUID();
  const conversion = { ...body.conversion };
  for (const [name, value] of Object.entries({ ...changes, conversionId, clickId: randomUUID() })) {
    conversion[spellingIn(conversion, name)] = value;
  }
  return { body: JSON.stringify({ ...body, id: randomUUID(), conversion, ...around }), conversionId };
}

/** A member of `conversion`, however its name is spelled. */
export function memberOf(captured: string, name: string): unknown {
  const { conversion } = readBody(captured);
  return conversion[spellingIn(conversion, name)];
}

function spellingIn(conversion: Readonly<Record<string, unknown>>, name: string): string {
  return Object.keys(conversion).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
}
