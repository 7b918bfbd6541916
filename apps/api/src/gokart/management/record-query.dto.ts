import {
  DEVICES,
  CONVERSION_STATUSES,
  OFFER_SOURCES,
  RECORD_SEARCH_FIELDS,
  TRACKING_SYSTEMS,
  type ConversionStatus,
  type OfferSource,
  type OfferType,
  type RecordSearchField,
  type TrackingSystem,
} from '@app/domain';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../http/lists/page';
import { IsAnyOf, IsId, IsInstant, IsPlainText } from '../../http/lists/query-fields';

/** Which conversions; each filter narrows, and may be named with `filter.` before it. G§7.5. */
export class RecordQuery extends PageQuery {
  /** Completed at or after this instant. Without both ends nothing is found. */
  @IsOptional() @IsInstant() user_completed_at_from?: Date;

  /** Completed at or before this instant, at most 3 months later. */
  @IsOptional() @IsInstant() user_completed_at_to?: Date;

  /** Part of any of the fields of `searchBy`. */
  @IsOptional() @IsPlainText(255) search?: string;

  /** One field, or several separated by commas; without it all of them are searched. */
  @IsOptional() @IsAnyOf(RECORD_SEARCH_FIELDS) searchBy?: RecordSearchField[];

  /** One status, or several separated by commas. */
  @IsOptional() @IsAnyOf(CONVERSION_STATUSES) status?: ConversionStatus[];

  @IsOptional() @IsIn(['SingleEvent', 'MultiEvent']) offer_type?: OfferType;

  /** One system, or several separated by commas. */
  @IsOptional() @IsAnyOf(TRACKING_SYSTEMS) tracking_system?: TrackingSystem[];

  /** One source, or several separated by commas. */
  @IsOptional() @IsAnyOf(OFFER_SOURCES) offer_source?: OfferSource[];

  /** One device, or several separated by commas. */
  @IsOptional() @IsAnyOf(DEVICES) device?: string[];

  @IsOptional() @IsId() offer_id?: string;

  @IsOptional() @IsId() partner_id?: string;

  @IsOptional() @IsPlainText() pub_member_id?: string;
}
