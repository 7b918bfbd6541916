import { moneyToNumber, osOf } from '@app/domain';
import type { CostRow } from '@app/tracking';

/** One offer on one UTC day, by where its clicks came from. G§7.8. */
export interface CostLine {
  /** As in 2026-11-21. */
  date: string;
  /** The offer. */
  campaign_id: string;
  offerName: string;
  /** What the advertiser calls the offer. */
  campaignName: string | null;
  /** Whose clicks they are: a partner's, else the account's own. */
  partner_id: string;
  app: string | null;
  store_id: string | null;
  /** The one system that the offer is for. */
  os: string | null;
  clicks: number;
  /** Revenue of Success conversions. */
  cost: number;
}

export function toCostLine(row: CostRow, accountId: string): CostLine {
  return {
    date: row.day,
    campaign_id: row.offerId,
    offerName: row.offerName,
    campaignName: row.advertiserCampaignName,
    partner_id: row.partnerId ?? accountId,
    app: row.appName,
    store_id: row.storeId,
    os: osOf(row.targeting),
    clicks: row.clicks,
    cost: moneyToNumber(row.cost),
  };
}
