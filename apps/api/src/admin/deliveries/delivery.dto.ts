import {
  DELIVERY_KINDS,
  DELIVERY_STATUSES,
  type AttemptTrigger,
  type ConversionStatus,
  type DeliveryKind,
  type DeliveryStatus,
  type FaultKind,
  type HttpMethod,
  type RetryProfile,
} from '@app/domain';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { ListQuery } from '../../http/lists/csv';
import { Omittable } from '../../http/field-rules';
import { toBoolean } from '../../http/lists/page';
import { IsAnyOf, IsId, IsInstant, IsPlainText } from '../../http/lists/query-fields';
import { IsWaitTime, USUAL_WAIT_MS } from '../../http/waits/wait-time';

const RESENDABLE = ['Sent', 'Failed', 'Skipped'] as const;

/** Which deliveries; each filter narrows. */
export class DeliveriesQuery extends ListQuery {
  /** One kind, or both separated by a comma. */
  @IsOptional() @IsAnyOf(DELIVERY_KINDS) kind?: DeliveryKind[];

  /** One status, or several separated by commas. Skipped ones are left out unless this names them. */
  @IsOptional() @IsAnyOf(DELIVERY_STATUSES) status?: DeliveryStatus[];

  @IsOptional() @IsId() conversionId?: string;

  @IsOptional() @IsId() partnerId?: string;

  @IsOptional() @IsId() offerId?: string;

  /** Configured Event ID, or the id of the offer's event. */
  @IsOptional() @IsPlainText() eventId?: string;

  @IsOptional() @IsId() clickId?: string;

  /** Planned at or after this instant. */
  @IsOptional() @IsInstant() from?: Date;

  /** Planned at or before this instant. */
  @IsOptional() @IsInstant() to?: Date;

  /** Shows also what would have been sent but was not, with the reason. */
  @IsOptional() @toBoolean @IsBoolean() includeSkipped?: boolean;
}

/** What a test waits for: the first moment that a delivery matches. At least one of id, conversionId, clickId, offerId and partnerId. */
export class DeliveryWaitQuery extends DeliveriesQuery {
  @IsOptional() @IsId() id?: string;

  /** Real time, at most 60s. */
  @IsWaitTime() timeout = USUAL_WAIT_MS;
}

/** Which deliveries go out again; at least one filter. K§6. */
export class ResendDeliveries {
  @Omittable() @IsIn(DELIVERY_KINDS) kind?: DeliveryKind;

  /** Without it: Sent and Failed ones. */
  @Omittable() @IsIn(RESENDABLE) status?: (typeof RESENDABLE)[number];

  @Omittable() @IsId() conversionId?: string;

  /** Configured Event ID, or the id of the offer's event. */
  @Omittable() @IsPlainText() eventId?: string;

  @Omittable() @IsId() offerId?: string;

  @Omittable() @IsId() partnerId?: string;

  @Omittable() @IsInstant() from?: Date;

  @Omittable() @IsInstant() to?: Date;
}

/** A delivery as lists show it. */
export interface DeliveryView {
  id: string;
  kind: DeliveryKind;
  status: DeliveryStatus;
  conversionId: string;
  /** The status that it tells of. */
  conversionStatus: ConversionStatus;
  offerId: string;
  /** Id of the offer's event; `null` for a SingleEvent offer. */
  offerEventId: string | null;
  /** Configured Event ID. */
  eventId: string | null;
  partnerId: string | null;
  postbackId: string | null;
  /** What the last attempt called; before the first one what is configured; `null`: nothing is. */
  url: string | null;
  method: HttpMethod;
  /** `scheme://host:port`; `null` without a URL. */
  receiver: string | null;
  /** Attempts so far. */
  attemptCount: number;
  /** Retries of the running schedule; a resend starts a fresh one. */
  retriesMade: number;
  /** `null` once it is Sent, Failed or Skipped. */
  nextAttemptAt: string | null;
  reason: string | null;
  /** What a person can do about it. */
  advice: string | null;
  lastResponseStatus: number | null;
  createdAt: string;
  /** When it became Sent or Failed. */
  settledAt: string | null;
  retry: { profile: RetryProfile; waitsMs: number[] };
}

/** One HTTP exchange. K§5.3. */
export interface AttemptView {
  number: number;
  trigger: AttemptTrigger;
  startedAt: string;
  durationMs: number | null;
  /** `null` while it is under way. */
  outcome: 'sent' | 'retry' | 'failed' | null;
  /** The receiver may have seen it before: a worker vanished in between. */
  possibleDuplicate: boolean;
  /** Secrets are masked; `null` while it is under way, and when its worker vanished. */
  request: { method: HttpMethod; url: string; headers: Record<string, string>; body: string | null } | null;
  /** `bodyTruncated`: only the first 16 KiB were kept. `null`: nothing answered. */
  response: { status: number; headers: Record<string, string>; body: string; bodyTruncated: boolean } | null;
  error: { code: string; message: string } | null;
  reason: string | null;
  advice: string | null;
  /** What was done to it on purpose, none mostly: see the faults of the emulator. */
  faults: FaultKind[];
}

/** A delivery with its attempts, oldest first, and what it carries. */
export interface DeliveryDetails extends DeliveryView {
  attempts: AttemptView[];
  /** The callback's `conversion` object, or a postback's macro values. */
  payload: unknown;
}

/** The newest delivery that matches, as a call for it alone answers. */
export interface WaitAnswer extends DeliveryDetails {
  matched: true;
  /** What matches, newest first, at most 100. */
  items: DeliveryView[];
}

export interface ResendAnswer {
  id: string;
  status: 'Pending';
}

export interface BulkResendAnswer {
  /** How many go out again. */
  matched: number;
}
