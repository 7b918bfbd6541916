import { CONVERSION_STATUSES, type ConversionStatus } from '@app/domain';
import { IsBoolean, IsIn, IsOptional, IsString } from 'class-validator';
import { ListQuery } from '../../http/lists/csv';
import { toBoolean } from '../../http/lists/page';
import { IsAnyOf, IsId, IsInstant, IsPlainText } from '../../http/lists/query-fields';
import type { ReportValues } from '../../http/lists/report-values';
import { IsWaitTime, USUAL_WAIT_MS } from '../../http/waits/wait-time';
import type { DeliveryView } from '../deliveries/delivery.dto';

/** Which conversions; each filter narrows. */
export class ConversionsQuery extends ListQuery {
  /** One status, or several separated by commas. */
  @IsOptional() @IsAnyOf(CONVERSION_STATUSES) status?: ConversionStatus[];

  @IsOptional() @IsId() offerId?: string;

  @IsOptional() @IsId() partnerId?: string;

  @IsOptional() @IsId() clickId?: string;

  @IsOptional() @IsPlainText() pubMemberId?: string;

  /** Configured Event ID, or the id of the offer's event. */
  @IsOptional() @IsPlainText() eventId?: string;

  @IsOptional() @toBoolean @IsBoolean() isRepeated?: boolean;

  @IsOptional() @IsIn(['Yes', 'No']) callbackSent?: 'Yes' | 'No';

  /** Created at or after this instant. */
  @IsOptional() @IsInstant() from?: Date;

  /** Created at or before this instant. */
  @IsOptional() @IsInstant() to?: Date;
}

/** What a test waits for: the first moment that a conversion matches. At least one of id, clickId and advertiserConversionId. */
export class ConversionWaitQuery extends ConversionsQuery {
  @IsOptional() @IsId() id?: string;

  /** `cnv_conversion_id`: what the advertiser calls it. */
  @IsOptional() @IsPlainText() advertiserConversionId?: string;

  /** Real time, at most 60s. */
  @IsWaitTime() timeout = USUAL_WAIT_MS;
}

/** A status set by hand. K§3.3. */
export class ChangeConversion {
  @IsIn(CONVERSION_STATUSES) status: ConversionStatus;

  /** Only with `Rejected`; kept trimmed, its first 255 characters. Left out on a Rejected conversion: the reason stays. */
  @IsOptional() @IsString() rejectionReason?: string | null;
}

export class OneConversionQuery {
  /** Shows also the deliveries that were not sent, each with its reason. */
  @IsOptional() @toBoolean @IsBoolean() includeSkipped?: boolean;
}

/** A row of the conversion report. G§8. */
export interface ConversionRow extends ReportValues {
  id: string;
  createdAt: string;
  /** When the status was last changed. */
  modifiedAt: string;
  userCompletedAt: string;
  status: ConversionStatus;
  rejectionReason: string | null;
  isRepeated: boolean;
  /** The first conversion of this member and event. */
  repeatOf: string | null;
  /** How often the member has completed the event, repeats included; `null` for a repeat. G§3.4. */
  completions: number | null;
  offerId: string;
  offerName: string;
  /** Id of the offer's event; `null` for a SingleEvent offer. */
  offerEventId: string | null;
  /** Configured Event ID. */
  eventId: string | null;
  eventName: string | null;
  clickId: string;
  viewId: string | null;
  clickTime: string;
  pubMemberId: string;
  pubClickId: string | null;
  partnerId: string | null;
  partnerName: string | null;
  advertiserId: string;
  advertiserName: string;
  revenue: number;
  reward: number;
  payout: number;
  /** When a Pending conversion becomes Success by itself. */
  maturesAt: string | null;
  callbackSent: 'Yes' | 'No';
  /** The same fact under the name of the read API. G10.14. */
  isRewardSent: boolean;
}

/** One entry of a conversion's history. K§3.3. */
export interface ConversionChangeView {
  from: ConversionStatus | null;
  to: ConversionStatus;
  reason: string | null;
  by: string;
  at: string;
}

/** One conversion with all that happened to it. */
export interface ConversionView extends ConversionRow {
  /** Oldest first. */
  history: ConversionChangeView[];
  /** In the order in which they were planned. */
  deliveries: DeliveryView[];
}
