/** A stretch of work that a trace shows. Times as `performance.now()` tells them. */
export interface Span {
  name: string;
  /** `server`: a call came in. `client`: one went out. */
  kind: 'server' | 'client' | 'internal';
  /** `null`: a trace of its own. */
  traceId: string | null;
  /** `null`: nothing will name it. */
  spanId: string | null;
  parentId: string | null;
  startedAt: number;
  endedAt: number;
  /** `null` and `undefined` are left out. */
  attributes: Readonly<Record<string, string | number | boolean | null | undefined>>;
  /** What went wrong, in a word of ours. */
  trouble?: string | undefined;
  /** Where the caller's own trace stands. */
  link?: SpanRef | undefined;
}

export interface SpanRef {
  traceId: string;
  spanId: string;
}

/** Takes spans; what becomes of them never disturbs whoever records them. */
export interface Tracing {
  record(span: Span): void;
  /** Sends what is gathered, two seconds at most. */
  close(): Promise<void>;
}

/**
 * Ids out of ids of ours (UUIDv7), so that processes agree on them with nothing stored: a click without its dashes is a trace id, and the
 * end of any id, random as it is, names a span.
 */
export const traceIdOf = (id: string): string => id.replaceAll('-', '');
export const spanIdOf = (id: string): string => traceIdOf(id).slice(16);

/** A second name out of the same id: its beginning, which is the moment that it was made at. */
export const earlySpanIdOf = (id: string): string => traceIdOf(id).slice(0, 16);

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-|$)/;
const NO_ID = /^0+$/;

/** What a W3C `traceparent` header names; `undefined`: nothing. */
export function readTraceparent(header: unknown): SpanRef | undefined {
  const [, traceId = '', spanId = ''] = (typeof header === 'string' ? TRACEPARENT.exec(header) : null) ?? [];
  return traceId === '' || NO_ID.test(traceId) || NO_ID.test(spanId) ? undefined : { traceId, spanId };
}
