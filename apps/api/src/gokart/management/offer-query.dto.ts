import {
  DEVICES,
  OFFER_SOURCES,
  OFFER_STATUSES,
  OFFER_TYPES,
  TRACKING_SYSTEMS,
  type OfferSource,
  type OfferStatus,
  type OfferType,
  type TrackingSystem,
} from '@app/domain';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../http/lists/page';
import { IsAnyOf, IsPlainText } from '../../http/lists/query-fields';

/** Which offers; each filter narrows, and may be named with `filter.` before it. G§7.8. */
export class ManagedOfferQuery extends PageQuery {
  /** Part of the name or the headline. */
  @IsOptional() @IsPlainText(255) search?: string;

  /** One status, or several separated by commas. */
  @IsOptional() @IsAnyOf(OFFER_STATUSES) status?: OfferStatus[];

  @IsOptional() @IsIn(OFFER_TYPES) offer_type?: OfferType;

  /** One system, or several separated by commas. */
  @IsOptional() @IsAnyOf(TRACKING_SYSTEMS) tracking_system?: TrackingSystem[];

  /** One source, or several separated by commas. */
  @IsOptional() @IsAnyOf(OFFER_SOURCES) offer_source?: OfferSource[];

  /** The same as `offer_source`, which counts where both are sent. */
  @IsOptional() @IsAnyOf(OFFER_SOURCES) source?: OfferSource[];

  /** One device, or several separated by commas. */
  @IsOptional() @IsAnyOf(DEVICES) device?: string[];
}
