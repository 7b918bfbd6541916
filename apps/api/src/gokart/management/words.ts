import { OUR_SOURCE } from '../offer-source';

/** Words of the platform's management API. G§1.2. */

/** Conversions come by the account's own postback. */
export const OUR_TRACKING_SYSTEM = 'CustomTracking';

export const OFFER_SOURCES = [OUR_SOURCE, 'RevenueUniverse', 'CustomIntegration', 'Wannads'] as const;

export const TRACKING_SYSTEMS = [
  ...['AppsFlyer', 'Singular', 'Impact', 'Adjust', 'CJAffiliate', 'TUNE', 'CAKE', 'Everflow', 'PerformCB', 'MAF'],
  ...['Lootably', 'Sharesale', 'AdAction', 'AdGateMedia', 'RevenueUniverse', 'HangMyAds', 'Torox', 'AyeTstudios'],
  ...['Besitos', 'Rakuten', 'AdGateReward', 'AdJoe', 'AdMantum', 'AdscendMedia', 'AdworkMedia', 'Bitlabs', 'Cpalead'],
  ...['JustTrack', 'KashKick', 'Kiwiwall', 'MyChips', 'Notik', 'Personaly', 'RevenueHut', 'Tapjoy', 'Tenjin'],
  ...['TimeWall', 'Wannads', 'Branch', 'Kochava', OUR_TRACKING_SYSTEM, 'AWIN', 'AppSamurai', 'GoKart'],
] as const;

/** Whether a query leaves room for the one source and the one tracking system that offers have here. */
export function hasOurs(query: {
  offer_source?: readonly string[] | undefined;
  tracking_system?: readonly string[] | undefined;
}): boolean {
  const { offer_source, tracking_system } = query;
  return (offer_source?.includes(OUR_SOURCE) ?? true) && (tracking_system?.includes(OUR_TRACKING_SYSTEM) ?? true);
}

/** Devices in lower case; `null`: all of them. */
export function toDevices(named: readonly string[] | undefined): string[] | null {
  return named === undefined || named.includes('All') ? null : named.map((device) => device.toLowerCase());
}
