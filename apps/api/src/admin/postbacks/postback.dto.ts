import {
  CONVERSION_STATUSES,
  HTTP_METHODS,
  POSTBACK_SCOPES,
  postbackUrlProblem,
  postbackWarnings,
  type ConversionStatus,
  type HttpMethod,
  type PostbackScope,
} from '@app/domain';
import type { OfferEventEntity, PostbackEntity } from '@app/store';
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  ValidateNested,
} from 'class-validator';
import { ListQuery } from '../../http/lists/csv';
import { IsId } from '../../http/lists/query-fields';
import { HasNoProblem, IsName, IsRowId, Omittable } from '../../http/field-rules';
import { RetryFields, toRetryView, type RetryView } from '../retry.dto';

class PostbackFields {
  /** Scope `global`: one offer, or `null` for all. */
  @IsOptional() @IsRowId() offerId?: string | null;

  /** Scope `event`, MultiEvent offers: the configured Event ID or the id of the event. */
  @IsOptional() @IsName() eventId?: string | null;

  @Omittable() @IsIn(HTTP_METHODS) method?: HttpMethod;

  @Omittable()
  @IsIn(CONVERSION_STATUSES, { each: true })
  @ArrayUnique()
  @ArrayNotEmpty()
  @IsArray()
  statuses?: ConversionStatus[];

  @Omittable() @IsBoolean() enabled?: boolean;

  @Omittable() @Type(() => RetryFields) @ValidateNested() @IsObject() retry?: RetryFields;
}

/** What is left out gets its default: GET, on Success, switched on, the retries of `gokart`. */
export class CreatePostback extends PostbackFields {
  @IsIn(POSTBACK_SCOPES) scope: PostbackScope;

  /** http or https, at most 2,000 characters, with macros such as `{pub_click_id}`. */
  @HasNoProblem(postbackUrlProblem) url: string;
}

/** What is left out stays as it is; with another scope or offer, an `eventId` that is left out is forgotten. */
export class UpdatePostback extends PostbackFields {
  @Omittable() @IsIn(POSTBACK_SCOPES) scope?: PostbackScope;

  /** http or https, at most 2,000 characters, with macros such as `{pub_click_id}`. */
  @Omittable() @HasNoProblem(postbackUrlProblem) url?: string;
}

export class PostbackQuery extends ListQuery {
  @IsOptional() @IsIn(POSTBACK_SCOPES) scope?: PostbackScope;

  @IsOptional() @IsId() offerId?: string;
}

export interface PostbackView {
  id: string;
  partnerId: string;
  scope: PostbackScope;
  offerId: string | null;
  /** The configured Event ID. */
  eventId: string | null;
  /** The id of the event. */
  offerEventId: string | null;
  url: string;
  method: HttpMethod;
  statuses: ConversionStatus[];
  enabled: boolean;
  retry: RetryView;
  createdAt: string;
  /** What is odd about the URL. */
  warnings: string[];
}

/** `event`: the one that the postback names, if any. */
export function toPostbackView(postback: PostbackEntity, event: OfferEventEntity | undefined): PostbackView {
  return {
    id: postback.id,
    partnerId: postback.partnerId,
    scope: postback.scope,
    offerId: postback.offerId,
    eventId: event?.eventId ?? null,
    offerEventId: postback.offerEventId,
    url: postback.url,
    method: postback.method,
    statuses: postback.statuses,
    enabled: postback.enabled,
    retry: toRetryView(postback),
    createdAt: postback.createdAt.toISOString(),
    warnings: postbackWarnings(postback.url),
  };
}
