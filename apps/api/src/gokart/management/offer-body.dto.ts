import { offerLinkProblem, TRACKING_SYSTEMS, type TrackingSystem } from '@app/domain';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsObject, Matches, ValidateNested } from 'class-validator';
import { HasNoProblem, IsName, IsRowId, IsText, Omittable } from '../../http/field-rules';
import { LONG_TEXT, OfferFields } from '../../http/offers/offer-fields.dto';
import { MOST_EVENTS, StepFields } from '../../http/offers/step-fields.dto';
import { TakesUnknownFields } from '../../http/validation';

/** One step; what is left out is a default, and one that the offer has already is known by its `eventId`. */
export class ManagedStepFields extends StepFields {
  /** What `cnv_event_id` must equal. */
  @IsName() eventId: string;

  /** The reward is the revenue times the account's default ratio. */
  @Omittable() @IsBoolean() useDefaultRatio?: boolean;
}

/** What the platform's customers say of an offer. G§7.8. */
export class ManagedOfferFields extends OfferFields {
  /** The advertiser's link, with macros such as `{gk_click_id}`; http or https. */
  @HasNoProblem(offerLinkProblem) trackingSystemLink: string;

  @IsIn(TRACKING_SYSTEMS) trackingSystem: TrackingSystem;

  @IsName() name: string;

  @Matches(/\S/, { message: '$property must not be blank' }) @IsText(LONG_TEXT) headline: string;

  /** The reward is the revenue times the account's default ratio. */
  @Omittable() @IsBoolean() useDefaultRatio?: boolean;
}

class ManagedOfferWithSteps extends ManagedOfferFields {
  /** The steps of a MultiEvent offer. */
  @Omittable()
  @Type(() => ManagedStepFields)
  @ValidateNested({ each: true })
  @IsObject({ each: true })
  @ArrayMaxSize(MOST_EVENTS)
  @IsArray()
  offerEvents?: ManagedStepFields[];
}

/** What is left out gets its default; a field that nobody knows is left out. */
@TakesUnknownFields()
export class CreateManagedOffer extends ManagedOfferWithSteps {
  @Omittable() @IsRowId() advertiserId?: string;
}

/** The whole offer: what is left out goes back to its default. */
@TakesUnknownFields()
export class ReplaceManagedOffer extends ManagedOfferWithSteps {
  /** As in the path. */
  @IsRowId() id: string;

  @IsRowId() advertiserId: string;
}
