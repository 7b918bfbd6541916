import { INTEGRATION_OPERATIONS, type IntegrationOperation } from '@app/tracking';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsCap, IsDays, IsMinutes, IsMoney, IsName, IsRowId, Omittable } from '../../http/field-rules';
import { MOST_EVENTS } from '../../http/offers/step-fields.dto';
import { TakesUnknownFields } from '../../http/validation';
import { ManagedOfferFields } from '../management/offer-body.dto';

const MOST_PLACES = 1_000;

/** The field must be there, and may be `null`. */
const Nullable = (): PropertyDecorator => ValidateIf((_, value) => value !== null);

/** One step of a MultiEvent offer; all fields are needed, and those that may be nothing are `null` then. G§1.3. */
export class CustomOfferEvent {
  /** What `cnv_event_id` must equal; the step keeps its own id by it. */
  @IsName() eventId: string;

  @IsName() name: string;

  @IsBoolean() showOnOfferWall: boolean;

  @Max(MOST_PLACES) @Min(1) @IsInt() displayOrder: number;

  /** `null`: independent of the other events. */
  @Nullable() @Max(MOST_PLACES) @Min(1) @IsInt() sequenceNumber: number | null;

  @Nullable() @IsMinutes() minTimeFromPreviousEvent: number | null;

  @Nullable() @IsDays(1) deadlineDays: number | null;

  /** Days. */
  @IsDays(0) pendingTime: number;

  @IsMoney() revenue: number;

  @IsMoney() reward: number;

  /** The reward is the revenue times the account's default ratio, whatever `reward` says. */
  @IsBoolean() useDefaultRatio: boolean;

  @Nullable() @IsCap() dailyCap: number | null;

  @Nullable() @IsCap() weeklyCap: number | null;

  @Nullable() @IsCap() monthlyCap: number | null;

  @Nullable() @IsCap() allTimeCap: number | null;

  @IsBoolean() allowRepetitions: boolean;
}

/** The whole offer: what is left out is a default. */
export class CustomOfferData extends ManagedOfferFields {
  @Omittable() @IsRowId() advertiserId?: string;

  /** The steps of a MultiEvent offer. */
  @Omittable()
  @Type(() => CustomOfferEvent)
  @ValidateNested({ each: true })
  @IsObject({ each: true })
  @ArrayMaxSize(MOST_EVENTS)
  @IsArray()
  offerEvents?: CustomOfferEvent[];
}

/** An offer of the account's own system. */
export class CustomOffer {
  /** What that system calls it. */
  @IsName() externalId: string;

  @Type(() => CustomOfferData) @ValidateNested() @IsObject() offerData: CustomOfferData;
}

/** Each offer is judged by itself. G§7.8. */
@TakesUnknownFields()
export class CustomOffers {
  /** A GUID; the same one again is answered the same, and does nothing. */
  @IsRowId() concurrencyRequestId: string;

  /** `Synchronize`: creates, updates, and pauses what is not sent; `Insert`: creates alone. */
  @IsIn(INTEGRATION_OPERATIONS) operation: IntegrationOperation;

  @ArrayMinSize(1) @IsArray() offers: CustomOffer[];
}
