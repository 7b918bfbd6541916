export const DELIVERY_KINDS = ['callback', 'postback'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

export const DELIVERY_STATUSES = ['Pending', 'Sent', 'Failed', 'Skipped'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** `fault`: sent once more on purpose, by an injected fault. */
export const ATTEMPT_TRIGGERS = ['auto', 'retry', 'resend', 'fault'] as const;
export type AttemptTrigger = (typeof ATTEMPT_TRIGGERS)[number];

export const HTTP_METHODS = ['GET', 'POST', 'PUT'] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

/** What one HTTP exchange with a receiver came to. */
export type AttemptOutcome =
  | {
      kind: 'answered';
      status: number;
      /** Names in lower case. */
      headers: Readonly<Record<string, string>>;
      /** First 16 KiB, as text. */
      body: string;
      bodyTruncated: boolean;
    }
  /** Nothing came back: refused, reset, DNS, TLS, time-out. `code` is the system's word (`ECONNREFUSED`, `ETIMEDOUT` …). */
  | { kind: 'no-answer'; code: string; message: string }
  /** Something came back that is not HTTP. */
  | { kind: 'malformed'; code: string; message: string }
  /** The egress guard refused the address, or the URL can't be called at all. */
  | { kind: 'refused'; code: string; message: string };
