/** Where an offer comes from. G§1.2. */
export const OFFER_SOURCES = ['GoKart', 'RevenueUniverse', 'CustomIntegration', 'Wannads'] as const;
export type OfferSource = (typeof OFFER_SOURCES)[number];

/** Who attributes an offer's conversions, spelled as in the platform's docs. G§1.2. */
export const TRACKING_SYSTEMS = [
  'AppsFlyer',
  'Singular',
  'Impact',
  'Adjust',
  'CJAffiliate',
  'TUNE',
  'CAKE',
  'Everflow',
  'PerformCB',
  'MAF',
  'Lootably',
  'Sharesale',
  'AdAction',
  'AdGateMedia',
  'RevenueUniverse',
  'HangMyAds',
  'Torox',
  'AyeTstudios',
  'Besitos',
  'Rakuten',
  'AdGateReward',
  'AdJoe',
  'AdMantum',
  'AdscendMedia',
  'AdworkMedia',
  'Bitlabs',
  'Cpalead',
  'JustTrack',
  'KashKick',
  'Kiwiwall',
  'MyChips',
  'Notik',
  'Personaly',
  'RevenueHut',
  'Tapjoy',
  'Tenjin',
  'TimeWall',
  'Wannads',
  'Branch',
  'Kochava',
  'CustomTracking',
  'AWIN',
  'AppSamurai',
  'GoKart',
] as const;
export type TrackingSystem = (typeof TRACKING_SYSTEMS)[number];

/** What an advertiser is charged by: installs or actions. G§1.2. */
export const COST_MODELS = ['CPI', 'CPA'] as const;
export type CostModel = (typeof COST_MODELS)[number];
