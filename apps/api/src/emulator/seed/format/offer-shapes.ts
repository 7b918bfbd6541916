import {
  CONVERSION_TYPES,
  COST_MODELS,
  DEVICES,
  OFFER_SOURCES,
  OFFER_STATUSES,
  OFFER_TYPES,
  REWARDINGS,
  TRACKING_SYSTEMS,
  type Targeting,
} from '@app/domain';
import type { SeedEvent, SeedOffer } from './seed';
import * as a from './shape';

const MOST_INTEGER = 2_147_483_647;
const MOST_DAYS = 36_500;
const MOST_MINUTES = MOST_DAYS * 24 * 60;
const MOST_PLACES = 1_000;
const MOST_VALUES = 1_000;

const cap = a.orNull(a.whole(1, MOST_INTEGER));
const caps = { dailyCap: cap, weeklyCap: cap, monthlyCap: cap, allTimeCap: cap };
const url: a.Shape = { kind: 'text', least: 1, most: 2_048 };
const values = a.list(a.name, MOST_VALUES);
const years = a.whole(0, 200);

const TARGETING: a.ShapesOf<Targeting> = {
  ages: a.list(a.fields({ from: years, to: years }, ['from', 'to']), 100),
  genders: values,
  countries: values,
  states: values,
  postalCodes: values,
  devices: a.list(a.choice(DEVICES), 100),
  placements: values,
};

const EVENT: a.ShapesOf<SeedEvent> = {
  id: a.id,
  eventId: a.about('What cnv_event_id must equal.', a.name),
  name: a.about('Without one, the eventId.', a.name),
  sequenceNumber: a.orNull(a.whole(1, MOST_PLACES)),
  displayOrder: a.about('Without one, the place in the list.', a.whole(1, MOST_PLACES)),
  minTimeFromPreviousEvent: a.about('Minutes.', a.orNull(a.whole(0, MOST_MINUTES))),
  deadlineDays: a.about('Days from the click.', a.orNull(a.whole(1, MOST_DAYS))),
  pendingTime: a.about('Days until a conversion becomes Success by itself.', a.whole(0, MOST_DAYS)),
  revenue: a.money,
  reward: a.money,
  ...caps,
  allowRepetitions: a.flag,
  showOnOfferWall: a.flag,
};

const OFFER: a.ShapesOf<SeedOffer> = {
  id: a.id,
  key: a.about('What others in this file call it; without one, its name.', a.name),
  name: a.name,
  link: a.about('Where a click leads, with macros such as {gk_click_id}; http, https or receiver://.', url),
  advertiser: a.about('Key of an advertiser; without one, the default.', a.name),
  offerType: a.choice(OFFER_TYPES),
  conversionType: a.choice(CONVERSION_TYPES),
  status: a.about('Pending is a paused offer.', a.choice(OFFER_STATUSES)),
  rewarding: a.about('Manual: a person decides on each conversion.', a.choice(REWARDINGS)),
  pendingTime: a.about('Days until a conversion becomes Success by itself.', a.whole(0, MOST_DAYS)),
  allowRepetitions: a.flag,
  isFeatured: a.flag,
  revenue: a.money,
  reward: a.money,
  payout: a.money,
  revenueShare: a.about('Percent of cnv_amount, with RevShare.', a.orNull(a.percent)),
  rewardShare: a.about('Percent of cnv_amount, with RevShare.', a.orNull(a.percent)),
  ipWhitelist: a.about('Addresses and CIDR blocks; empty lets everyone in.', a.list(a.name, MOST_VALUES)),
  ...caps,
  dailyBudget: a.orNull(a.budget),
  totalBudget: a.orNull(a.budget),
  headline: a.orNull(a.text),
  shortDescription: a.orNull(a.text),
  keyPoints: a.orNull(a.text),
  offerDetails: a.orNull(a.text),
  termsAndDisclaimers: a.orNull(a.text),
  creativeFileUrl: a.orNull(url),
  source: a.choice(OFFER_SOURCES),
  externalId: a.orNull(a.name),
  trackingSystem: a.choice(TRACKING_SYSTEMS),
  launchDate: a.orNull(a.instant),
  expiryDate: a.orNull(a.instant),
  shouldSendCostData: a.flag,
  costModel: a.orNull(a.choice(COST_MODELS)),
  appName: a.orNull(a.name),
  storeId: a.orNull(a.name),
  advertiserCampaignName: a.orNull(a.name),
  targeting: a.about('Who sees it on the wall.', a.fields<Targeting>(TARGETING)),
  events: a.about('Of a MultiEvent offer.', a.list(a.fields<SeedEvent>(EVENT, ['eventId']), 200)),
};

export const offer = a.fields<SeedOffer>(OFFER, ['name', 'link']);
