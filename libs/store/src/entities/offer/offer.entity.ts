import type {
  ConversionType,
  CostModel,
  Money,
  OfferSource,
  OfferStatus,
  OfferType,
  Rewarding,
  Targeting,
  TrackingSystem,
} from '@app/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { money } from '../money-column';

/** An offer with everything that administration sees of it. */
@Entity('offers')
export class OfferEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('text')
  name: string;

  @Column('text')
  link: string;

  @Column('text')
  offerType: OfferType;

  @Column('text')
  conversionType: ConversionType;

  @Column('text')
  status: OfferStatus;

  @Column('text')
  rewarding: Rewarding;

  @Column('integer')
  pendingTime: number;

  @Column('boolean')
  allowRepetitions: boolean;

  @Column('boolean')
  isFeatured: boolean;

  @Column('numeric', { precision: 18, scale: 6, transformer: money })
  revenue: Money;

  @Column('numeric', { precision: 18, scale: 6, transformer: money })
  reward: Money;

  @Column('numeric', { precision: 18, scale: 6, transformer: money })
  payout: Money;

  @Column('numeric', { nullable: true, precision: 9, scale: 6, transformer: money })
  revenueShare: Money | null;

  @Column('numeric', { nullable: true, precision: 9, scale: 6, transformer: money })
  rewardShare: Money | null;

  @Column('text', { array: true })
  ipWhitelist: string[];

  @Column('integer', { nullable: true })
  dailyCap: number | null;

  @Column('integer', { nullable: true })
  weeklyCap: number | null;

  @Column('integer', { nullable: true })
  monthlyCap: number | null;

  @Column('integer', { nullable: true })
  allTimeCap: number | null;

  @Column('numeric', { nullable: true, precision: 18, scale: 6, transformer: money })
  dailyBudget: Money | null;

  @Column('numeric', { nullable: true, precision: 18, scale: 6, transformer: money })
  totalBudget: Money | null;

  @Column('uuid')
  advertiserId: string;

  @Column('uuid')
  categoryId: string;

  @Column('uuid', { nullable: true })
  countryId: string | null;

  @Column('text', { nullable: true })
  headline: string | null;

  @Column('text', { nullable: true })
  shortDescription: string | null;

  @Column('text', { nullable: true })
  keyPoints: string | null;

  @Column('text', { nullable: true })
  offerDetails: string | null;

  @Column('text', { nullable: true })
  termsAndDisclaimers: string | null;

  @Column('text', { nullable: true })
  creativeFileUrl: string | null;

  @Column('jsonb')
  targeting: Targeting;

  @Column('text')
  source: OfferSource;

  @Column('text', { nullable: true })
  externalId: string | null;

  /** Its source sends it no more, and that alone paused it. */
  @Column('boolean')
  isWithdrawn: boolean;

  @Column('text')
  trackingSystem: TrackingSystem;

  @Column({ type: 'timestamptz', nullable: true, precision: 3 })
  launchDate: Date | null;

  @Column({ type: 'timestamptz', nullable: true, precision: 3 })
  expiryDate: Date | null;

  @Column('boolean')
  shouldSendCostData: boolean;

  @Column('text', { nullable: true })
  costModel: CostModel | null;

  @Column('text', { nullable: true })
  appName: string | null;

  @Column('text', { nullable: true })
  storeId: string | null;

  @Column('text', { nullable: true })
  advertiserCampaignName: string | null;

  @Column('text')
  rejectionEndpointId: string;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', nullable: true, precision: 3 })
  deletedAt: Date | null;
}
