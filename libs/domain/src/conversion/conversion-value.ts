import { parseMoney, percentOf, type Money } from '../money';
import type { Offer, OfferEvent } from '../offer/offer';

type ValuedOffer = Pick<Offer, 'conversionType' | 'revenue' | 'reward' | 'payout' | 'revenueShare' | 'rewardShare'>;

/** What a conversion is worth: fixed by its step, or a share of the amount that the advertiser sent. G§3.6. */
export function conversionValue(
  offer: ValuedOffer,
  event: OfferEvent | null,
  amountText: string | undefined,
): { revenue: Money; reward: Money; payout: Money } {
  const step = event ?? offer;
  if (offer.conversionType === 'FlatRate') return { revenue: step.revenue, reward: step.reward, payout: offer.payout };
  const amount = parseMoney(amountText ?? '') ?? '0';
  return {
    revenue: percentOf(amount, offer.revenueShare ?? '0'),
    reward: percentOf(amount, offer.rewardShare ?? '0'),
    payout: offer.payout,
  };
}
