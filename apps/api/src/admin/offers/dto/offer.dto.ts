import {
  OFFER_SOURCES,
  OFFER_STATUSES,
  OFFER_TYPES,
  offerLinkProblem,
  TRACKING_SYSTEMS,
  type OfferSource,
  type OfferStatus,
  type OfferType,
  type TrackingSystem,
} from '@app/domain';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { ListQuery } from '../../../http/lists/csv';
import { LONG_TEXT, OfferFields } from '../../../http/offers/offer-fields.dto';
import { MOST_EVENTS } from '../../../http/offers/step-fields.dto';
import { IsId } from '../../../http/lists/query-fields';
import { HasNoProblem, IsName, IsRowId, IsText, Omittable } from '../../../http/field-rules';
import { OfferEventFields } from './offer-event.dto';

class AdminOfferFields extends OfferFields {
  /** `Pending` is a paused offer. */
  @Omittable() @IsIn(OFFER_STATUSES) status?: OfferStatus;

  @Omittable() @IsIn(OFFER_SOURCES) source?: OfferSource;

  @Omittable() @IsIn(TRACKING_SYSTEMS) trackingSystem?: TrackingSystem;

  @Omittable() @IsRowId() advertiserId?: string;

  @IsOptional() @IsText(LONG_TEXT) headline?: string | null;

  /** What its source calls it; one source has it once. */
  @IsOptional() @IsName() externalId?: string | null;

  /** The whole list; an event of the offer that is not in it is removed. */
  @Omittable()
  @Type(() => OfferEventFields)
  @ValidateNested({ each: true })
  @IsObject({ each: true })
  @ArrayMaxSize(MOST_EVENTS)
  @IsArray()
  events?: OfferEventFields[];
}

/** What is left out gets its default. */
export class CreateOffer extends AdminOfferFields {
  @IsName() name: string;

  /** Where a click leads, with macros such as `{gk_click_id}`; http or https. */
  @HasNoProblem(offerLinkProblem) link: string;
}

/** What is left out stays as it is. */
export class UpdateOffer extends AdminOfferFields {
  @Omittable() @IsName() name?: string;

  /** Where a click leads, with macros such as `{gk_click_id}`; http or https. */
  @Omittable() @HasNoProblem(offerLinkProblem) link?: string;
}

export class OfferQuery extends ListQuery {
  /** Part of the name. */
  @IsOptional() @IsText(255) search?: string;

  @IsOptional() @IsIn(OFFER_STATUSES) status?: OfferStatus;

  @IsOptional() @IsIn(OFFER_TYPES) offerType?: OfferType;

  @IsOptional() @IsId() advertiserId?: string;
}
