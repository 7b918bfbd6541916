import {
  CONVERSION_TYPES,
  OFFER_STATUSES,
  OFFER_TYPES,
  offerLinkProblem,
  REWARDINGS,
  type ConversionType,
  type OfferStatus,
  type OfferType,
  type Rewarding,
} from '@app/domain';
import type { OfferEntity } from '@app/store';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsObject, IsOptional, IsUrl, ValidateNested } from 'class-validator';
import { ListQuery } from '../../../http/csv';
import { IsId } from '../../../http/query-fields';
import {
  HasNoProblem,
  IsBudget,
  IsDays,
  IsMoney,
  IsName,
  IsPercent,
  IsRowId,
  IsText,
  Omittable,
  toMoney,
} from '../../field-rules';
import type { Plain } from '../../plain';
import { IsAddressRange } from './address-range';
import { CapFields } from './caps.dto';
import { OfferEventFields } from './offer-event.dto';
import { TargetingFields } from './targeting.dto';

const MOST_ADDRESSES = 1_000;
const MOST_EVENTS = 200;
const LONG_TEXT = 10_000;

class OfferFields extends CapFields {
  @Omittable() @IsIn(OFFER_TYPES) offerType?: OfferType;

  @Omittable() @IsIn(CONVERSION_TYPES) conversionType?: ConversionType;

  /** `Pending` is a paused offer. */
  @Omittable() @IsIn(OFFER_STATUSES) status?: OfferStatus;

  /** `Manual`: a person decides on each conversion. */
  @Omittable() @IsIn(REWARDINGS) rewarding?: Rewarding;

  /** Days until a conversion becomes Success by itself; 0: at once. */
  @Omittable() @IsDays(0) pendingTime?: number;

  @Omittable() @IsBoolean() allowRepetitions?: boolean;

  /** What the offer wall's `filter.isFeatured` looks at. */
  @Omittable() @IsBoolean() isFeatured?: boolean;

  @Omittable() @IsMoney() revenue?: number;

  @Omittable() @IsMoney() reward?: number;

  @Omittable() @IsMoney() payout?: number;

  /** Percent of `cnv_amount`, with RevShare. */
  @IsOptional() @IsPercent() revenueShare?: number | null;

  /** Percent of `cnv_amount`, with RevShare. */
  @IsOptional() @IsPercent() rewardShare?: number | null;

  /** Addresses and CIDR blocks that conversion postbacks may come from; empty lets everyone in. */
  @Omittable() @IsAddressRange({ each: true }) @ArrayMaxSize(MOST_ADDRESSES) @IsArray() ipWhitelist?: string[];

  /** Most revenue in a UTC day. */
  @IsOptional() @IsBudget() dailyBudget?: number | null;

  @IsOptional() @IsBudget() totalBudget?: number | null;

  @Omittable() @IsRowId() advertiserId?: string;

  @Omittable() @IsRowId() categoryId?: string;

  @IsOptional() @IsRowId() countryId?: string | null;

  @IsOptional() @IsText(LONG_TEXT) headline?: string | null;

  @IsOptional() @IsText(LONG_TEXT) shortDescription?: string | null;

  @IsOptional() @IsText(LONG_TEXT) keyPoints?: string | null;

  @IsOptional() @IsText(LONG_TEXT) offerDetails?: string | null;

  @IsOptional() @IsText(LONG_TEXT) termsAndDisclaimers?: string | null;

  @IsOptional() @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }) creativeFileUrl?:
    | string
    | null;

  /** Replaces the whole of it. */
  @Omittable() @Type(() => TargetingFields) @ValidateNested() @IsObject() targeting?: TargetingFields;

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
export class CreateOffer extends OfferFields {
  @IsName() name: string;

  /** Where a click leads, with macros such as `{gk_click_id}`; http or https. */
  @HasNoProblem(offerLinkProblem) link: string;
}

/** What is left out stays as it is. */
export class UpdateOffer extends OfferFields {
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

/** The offer with what was given; the rest stays. */
export function mergeOffer(current: Plain<OfferEntity>, given: Omit<UpdateOffer, 'events'>): OfferEntity {
  const { revenue, reward, payout, revenueShare, rewardShare, dailyBudget, totalBudget, ...fields } = given;
  return {
    ...current,
    ...fields,
    revenue: moneyOr(revenue, current.revenue),
    reward: moneyOr(reward, current.reward),
    payout: moneyOr(payout, current.payout),
    revenueShare: optionalMoneyOr(revenueShare, current.revenueShare),
    rewardShare: optionalMoneyOr(rewardShare, current.rewardShare),
    dailyBudget: optionalMoneyOr(dailyBudget, current.dailyBudget),
    totalBudget: optionalMoneyOr(totalBudget, current.totalBudget),
  };
}

function moneyOr(given: number | undefined, present: string): string {
  return given === undefined ? present : toMoney(given);
}

function optionalMoneyOr(given: number | null | undefined, present: string | null): string | null {
  if (given === undefined) return present;
  return given === null ? null : toMoney(given);
}
