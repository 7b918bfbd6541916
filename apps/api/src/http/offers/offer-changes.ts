import type { Money, OfferChanges } from '@app/domain';
import { toMoney } from '../field-rules';
import type { OfferFields } from './offer-fields.dto';

/** Fields that stand otherwise or not at all in some bodies, and are kept as they come. */
type OfferChangesBeside = Pick<
  OfferChanges,
  'name' | 'link' | 'status' | 'source' | 'externalId' | 'trackingSystem' | 'headline' | 'advertiserId'
>;

/** What a body sets, as the domain keeps it. */
export function toOfferChanges(given: OfferFields & OfferChangesBeside): OfferChanges {
  const { revenue, reward, payout, revenueShare, rewardShare, dailyBudget, totalBudget, ...fields } = given;
  return {
    ...fields,
    ...(revenue !== undefined && { revenue: toMoney(revenue) }),
    ...(reward !== undefined && { reward: toMoney(reward) }),
    ...(payout !== undefined && { payout: toMoney(payout) }),
    ...(revenueShare !== undefined && { revenueShare: moneyOrNull(revenueShare) }),
    ...(rewardShare !== undefined && { rewardShare: moneyOrNull(rewardShare) }),
    ...(dailyBudget !== undefined && { dailyBudget: moneyOrNull(dailyBudget) }),
    ...(totalBudget !== undefined && { totalBudget: moneyOrNull(totalBudget) }),
  };
}

function moneyOrNull(given: number | null): Money | null {
  return given === null ? null : toMoney(given);
}
