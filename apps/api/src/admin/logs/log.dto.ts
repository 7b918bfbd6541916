import type { InboundCallKind, TraceStep } from '@app/store';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { ListQuery } from '../../http/lists/csv';
import { toNumber } from '../../http/lists/page';
import { IsAnyOf, IsId, IsInstant, IsPlainText } from '../../http/lists/query-fields';
import { IsWaitTime, USUAL_WAIT_MS } from '../../http/waits/wait-time';

const CALL_KINDS = ['click', 'view', 'conversion', 'rejection'] as const;
const LEVELS = ['info', 'warning'] as const;

/** What every event report can be narrowed by. */
class EventsQuery extends ListQuery {
  @IsOptional() @IsId() offerId?: string;

  @IsOptional() @IsPlainText() pubMemberId?: string;

  @IsOptional() @IsId() clickId?: string;

  /** At or after this instant. */
  @IsOptional() @IsInstant() from?: Date;

  /** At or before this instant. */
  @IsOptional() @IsInstant() to?: Date;
}

export class ViewsQuery extends EventsQuery {
  @IsOptional() @IsId() viewId?: string;
}

export class ClicksQuery extends ViewsQuery {
  @IsOptional() @IsId() partnerId?: string;
}

/** What a test waits for: a click. At least one of id, pubClickId and pubMemberId. */
export class ClickWaitQuery {
  /** The `gk_click_id`. */
  @IsOptional() @IsId() id?: string;

  @IsOptional() @IsPlainText() pubClickId?: string;

  @IsOptional() @IsPlainText() pubMemberId?: string;

  /** Real time, at most 60s. */
  @IsWaitTime() timeout = USUAL_WAIT_MS;
}

export class RequestLogsQuery extends EventsQuery {
  /** One kind, or several separated by commas. */
  @IsOptional() @IsAnyOf(CALL_KINDS) kind?: InboundCallKind[];

  /** How it was judged, such as `accepted`, `recorded` or a refusal's code. */
  @IsOptional() @IsPlainText(100) result?: string;

  @IsOptional() @toNumber @Max(599) @Min(100) @IsInt() httpStatus?: number;

  @IsOptional() @IsId() conversionId?: string;

  @IsOptional() @IsId() partnerId?: string;
}

export class HistoryLogsQuery extends EventsQuery {
  @IsOptional() @IsIn(LEVELS) level?: (typeof LEVELS)[number];

  @IsOptional() @IsId() conversionId?: string;

  @IsOptional() @IsId() partnerId?: string;
}

/** A member opened an offer's details. */
export interface ViewEvent {
  id: string;
  createdAt: string;
  offerId: string;
  offerName: string | null;
  pubMemberId: string;
  /** `pub_*` values by their wire name. */
  parameters: Record<string, string>;
  sourceIp: string;
  url: string;
}

/** A member was sent on to an offer. */
export interface ClickEvent {
  /** The `gk_click_id`. */
  id: string;
  createdAt: string;
  offerId: string;
  offerName: string | null;
  viewId: string | null;
  partnerId: string | null;
  partnerName: string | null;
  pubMemberId: string;
  pubClickId: string | null;
  /** `pub_*` values by their wire name. */
  parameters: Record<string, string>;
  sourceIp: string;
  userAgent: string | null;
  url: string;
}

/** An inbound tracking call, how it was answered and why. K§3.2. */
export interface RequestLogView {
  id: string;
  createdAt: string;
  kind: InboundCallKind;
  method: string;
  /** Secrets are masked. */
  url: string;
  sourceIp: string;
  parameters: Record<string, string>;
  httpStatus: number;
  /** `null` for an accepted click, whose own row is its entry. */
  latencyMs: number | null;
  result: string;
  /** The rules that were checked, in order, up to the one that decided. */
  trace: TraceStep[];
  offerId: string | null;
  clickId: string | null;
  conversionId: string | null;
}

/** What a person should know about a member's history. G§3.4. */
export interface HistoryLogView {
  id: string;
  createdAt: string;
  level: 'info' | 'warning';
  message: string;
  offerId: string | null;
  clickId: string | null;
  conversionId: string | null;
  pubMemberId: string | null;
}
