import type {
  CallbackKeyCase,
  Caps,
  ConversionParameters,
  ConversionStatus,
  ConversionType,
  CostModel,
  HttpMethod,
  NullMacro,
  OfferSource,
  OfferStatus,
  OfferType,
  PostbackScope,
  RetryProfile,
  Rewarding,
  Targeting,
  TrackingSystem,
} from '@app/domain';

/**
 * What an account is to be: `pitlane.seed.yaml`. What is left out gets its default. Money and shares are numbers, times are ISO
 * instants of platform time. Within an account, things refer to each other by `key`, which is the name where none is given.
 */
export interface SeedAccount {
  /** Which account; without it the one that the call acts on. */
  slug?: string;
  /** Without one, the slug. */
  name?: string;
  /** Ids that the file leaves out are made from this, the slug and the names. */
  random?: number;
  clock?: SeedClock;
  switches?: SeedSwitches;
  callback?: SeedCallback;
  advertisers?: SeedAdvertiser[];
  offers?: SeedOffer[];
  partners?: SeedPartner[];
  receivers?: SeedReceiver[];
  clicks?: SeedClick[];
  conversions?: SeedConversion[];
}

/** One of the two; without a clock, the machine's time. */
export interface SeedClock {
  /** Stands still here. */
  freezeAt?: string;
  /** Runs on from here. */
  startAt?: string;
}

export interface SeedSwitches {
  openPostbacks?: boolean;
  repeatCallbacks?: boolean;
  callbackOnReasonChange?: boolean;
  nullMacro?: NullMacro;
  defaultRewardRatio?: number;
}

/** As in `PUT /admin/v1/account/callback`. */
export interface SeedCallback {
  url?: string | null;
  sendPending?: boolean;
  sendRejected?: boolean;
  callbackKeyCase?: CallbackKeyCase;
  secretHeader?: string;
  secretValue?: string;
  retry?: SeedRetry;
}

export interface SeedRetry {
  profile?: RetryProfile;
  waits?: string[] | null;
}

interface Named {
  id?: string;
  /** What others call it in this file. */
  key?: string;
  name: string;
}

export interface SeedAdvertiser extends Named {
  website?: string | null;
  contactEmail?: string | null;
  /** It is the one of offers that name none. */
  default?: boolean;
}

/** As in `POST /admin/v1/offers`, with its advertiser by key. */
export interface SeedOffer extends Named, Partial<Caps> {
  link: string;
  advertiser?: string;
  offerType?: OfferType;
  conversionType?: ConversionType;
  status?: OfferStatus;
  rewarding?: Rewarding;
  pendingTime?: number;
  allowRepetitions?: boolean;
  isFeatured?: boolean;
  revenue?: number;
  reward?: number;
  payout?: number;
  revenueShare?: number | null;
  rewardShare?: number | null;
  ipWhitelist?: string[];
  dailyBudget?: number | null;
  totalBudget?: number | null;
  headline?: string | null;
  shortDescription?: string | null;
  keyPoints?: string | null;
  offerDetails?: string | null;
  termsAndDisclaimers?: string | null;
  creativeFileUrl?: string | null;
  source?: OfferSource;
  externalId?: string | null;
  trackingSystem?: TrackingSystem;
  launchDate?: string | null;
  expiryDate?: string | null;
  shouldSendCostData?: boolean;
  costModel?: CostModel | null;
  appName?: string | null;
  storeId?: string | null;
  advertiserCampaignName?: string | null;
  targeting?: Targeting;
  events?: SeedEvent[];
}

export interface SeedEvent extends Partial<Caps> {
  id?: string;
  eventId: string;
  name?: string;
  sequenceNumber?: number | null;
  displayOrder?: number;
  minTimeFromPreviousEvent?: number | null;
  deadlineDays?: number | null;
  pendingTime?: number;
  revenue?: number;
  reward?: number;
  allowRepetitions?: boolean;
  showOnOfferWall?: boolean;
}

export interface SeedPartner extends Named {
  contactEmail?: string | null;
  links?: SeedLink[];
  postbacks?: SeedPostback[];
}

export interface SeedLink {
  id?: string;
  offer: string;
}

export interface SeedPostback {
  id?: string;
  scope: PostbackScope;
  offer?: string | null;
  event?: string | null;
  url: string;
  method?: HttpMethod;
  statuses?: ConversionStatus[];
  enabled?: boolean;
  retry?: SeedRetry;
}

export interface SeedReceiver {
  id?: string;
  name: string;
  /** Steps as in `PUT /admin/v1/emulator/receivers/{name}`. */
  script: Record<string, unknown>[];
}

export interface SeedClick {
  id?: string;
  key?: string;
  offer: string;
  partner?: string | null;
  member: string;
  pubClickId?: string | null;
  at?: string;
  parameters?: Record<string, string>;
  sourceIp?: string;
  userAgent?: string | null;
}

/** What has happened: nothing is sent for it. */
export interface SeedConversion {
  id?: string;
  key?: string;
  click: string;
  /** Event ID, of a MultiEvent offer. */
  event?: string | null;
  status?: ConversionStatus;
  reason?: string | null;
  /** Without it, when the click was. */
  at?: string;
  completedAt?: string;
  /** When its status was last changed. */
  changedAt?: string;
  /** When a Pending one becomes Success by itself; `null`: a person decides. */
  maturesAt?: string | null;
  revenue?: number;
  reward?: number;
  payout?: number;
  parameters?: ConversionParameters;
  /** The conversion that it repeats, by key. */
  repeatOf?: string | null;
  callbackSent?: boolean;
}

/** Several accounts in one file. */
export interface SeedOfAccounts {
  accounts: SeedAccount[];
}
