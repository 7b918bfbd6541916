// What the product answers, as the contract says it; only what tests look at.

/** How a scripted receiver answers one call. K§7. */
export type Step =
  | {
      status: number;
      delay?: string;
      headers?: Record<string, string>;
      body?: unknown;
      drip?: { bytes: number; every: string };
    }
  | { fault: 'timeout' | 'reset' | 'garbage' }
  | { redirect: string; status?: number };

export type ConversionStatus = 'Pending' | 'Success' | 'Rejected';
export type DeliveryStatus = 'Pending' | 'Sent' | 'Failed' | 'Skipped';

/** G§7.1. */
export interface Envelope<Data = unknown> {
  responseId: string;
  isSuccessful: boolean;
  responseTitle: string;
  responseType: string;
  messages: string[];
  data?: Data;
}

export interface ClickAnswer {
  location: string;
  clickId: string;
  headers: Headers;
}

export interface ConversionAnswer {
  conversionId: string;
  status: ConversionStatus;
  rejectionReason: string | null;
}

export interface Offer {
  id: string;
  name: string;
  link: string;
  status: string;
  clickUrl: string;
  rejectionUrl: string;
  rejectionPath: string;
  events: { id: string; eventId: string; name: string }[];
  warnings: string[];
}

export interface Partner {
  id: string;
  name: string;
}

export interface PartnerLink {
  id: string;
  url: string;
}

export interface Postback {
  id: string;
  url: string;
  warnings: string[];
}

export interface Change {
  from: ConversionStatus | null;
  to: ConversionStatus;
  reason: string | null;
  by: string;
  at: string;
}

export interface Conversion {
  id: string;
  status: ConversionStatus;
  rejectionReason: string | null;
  isRepeated: boolean;
  clickId: string;
  callbackSent: 'Yes' | 'No';
  history: Change[];
  deliveries: Delivery[];
}

export interface Delivery {
  id: string;
  kind: 'callback' | 'postback';
  status: DeliveryStatus;
  conversionId: string;
  conversionStatus: ConversionStatus;
  url: string | null;
  nextAttemptAt: string | null;
  reason: string | null;
  advice: string | null;
}

export interface Attempt {
  number: number;
  trigger: 'auto' | 'retry' | 'resend' | 'fault';
  startedAt: string;
  durationMs: number | null;
  possibleDuplicate: boolean;
  request: { method: string; url: string; headers: Record<string, string>; body: string | null } | null;
  response: { status: number; headers: Record<string, string>; body: string; bodyTruncated: boolean } | null;
  error: { code: string; message: string } | null;
  faults: string[];
}

export interface DeliveryDetails extends Delivery {
  attempts: Attempt[];
}

/** One entry of the request log. K§3.2. */
export interface LoggedCall {
  kind: string;
  method: string;
  url: string;
  sourceIp: string;
  parameters: Record<string, string>;
  httpStatus: number;
  result: string;
  trace: { row: number | null; rule: string; result: string }[];
  offerId: string | null;
  clickId: string | null;
  conversionId: string | null;
}

export interface ReceiverRequest {
  number: number;
  method: string;
  /** What follows the receiver's own URL. */
  url: string;
  headers: Record<string, string>;
  body: string;
  json: unknown;
  deliveryId: string | null;
  conversionId: string | null;
  attempt: number | null;
}

/** The body of a callback. G§5.2. */
export interface CallbackBody {
  id: string;
  sentAt: string;
  conversion: Record<string, unknown> & { status: ConversionStatus; conversionId: string };
}
