import {
  CONVERSION_TYPES,
  COST_MODELS,
  OFFER_TYPES,
  REWARDINGS,
  type ConversionType,
  type CostModel,
  type OfferType,
  type Rewarding,
} from '@app/domain';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsObject, IsOptional, IsUrl, ValidateNested } from 'class-validator';
import { IsBudget, IsDays, IsMoney, IsName, IsPercent, IsRowId, IsText, Omittable } from '../field-rules';
import { IsInstant } from '../lists/query-fields';
import { IsAddressRange } from './address-range';
import { CapFields } from './caps.dto';
import { TargetingFields } from './targeting.dto';

const MOST_ADDRESSES = 1_000;
export const LONG_TEXT = 10_000;

/** What may be set of an offer, whoever sets it; which other fields are needed differs from edge to edge. K§6, G§7.8. */
export class OfferFields extends CapFields {
  @Omittable() @IsIn(OFFER_TYPES) offerType?: OfferType;

  @Omittable() @IsIn(CONVERSION_TYPES) conversionType?: ConversionType;

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

  @Omittable() @IsRowId() categoryId?: string;

  @IsOptional() @IsRowId() countryId?: string | null;

  @IsOptional() @IsText(LONG_TEXT) shortDescription?: string | null;

  @IsOptional() @IsText(LONG_TEXT) keyPoints?: string | null;

  @IsOptional() @IsText(LONG_TEXT) offerDetails?: string | null;

  @IsOptional() @IsText(LONG_TEXT) termsAndDisclaimers?: string | null;

  @IsOptional() @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }) creativeFileUrl?:
    | string
    | null;

  /** `null`: when it was created. */
  @IsOptional() @IsInstant() launchDate?: Date | null;

  @IsOptional() @IsInstant() expiryDate?: Date | null;

  /** Needs the four fields that follow; without it they are `null`. */
  @Omittable() @IsBoolean() shouldSendCostData?: boolean;

  @IsOptional() @IsIn(COST_MODELS) costModel?: CostModel | null;

  @IsOptional() @IsName() appName?: string | null;

  @IsOptional() @IsName() storeId?: string | null;

  @IsOptional() @IsName() advertiserCampaignName?: string | null;

  /** Replaces the whole of it. */
  @Omittable() @Type(() => TargetingFields) @ValidateNested() @IsObject() targeting?: TargetingFields;
}
