import {
  DEFAULT_EVENT,
  DEFAULT_OFFER,
  mergeOffer,
  parseMoney,
  type Money,
  type OfferChanges,
  type OfferEvent,
  type OfferFields,
  type OfferReferences,
} from '@app/domain';
import { toInstant } from './check-shape';
import type { SeedEvent, SeedOffer } from './seed';

/** An offer of a seed, whose shape is right, as the domain keeps it. */
export function toOffer(offer: SeedOffer, references: OfferReferences): OfferFields {
  const { name, link } = offer;
  return mergeOffer<OfferFields>({ ...DEFAULT_OFFER, ...references, name, link }, toChanges(offer));
}

/** What is left out is `undefined`, which `mergeOffer` leaves at its default. */
function toChanges(offer: SeedOffer): OfferChanges {
  const { id, key, advertiser, events, launchDate, expiryDate, ...fields } = offer;
  const { revenue, reward, payout, revenueShare, rewardShare, dailyBudget, totalBudget, ...plain } = fields;
  return {
    ...plain,
    ...(revenue !== undefined && { revenue: toMoney(revenue) }),
    ...(reward !== undefined && { reward: toMoney(reward) }),
    ...(payout !== undefined && { payout: toMoney(payout) }),
    ...(revenueShare !== undefined && { revenueShare: moneyOrNull(revenueShare) }),
    ...(rewardShare !== undefined && { rewardShare: moneyOrNull(rewardShare) }),
    ...(dailyBudget !== undefined && { dailyBudget: moneyOrNull(dailyBudget) }),
    ...(totalBudget !== undefined && { totalBudget: moneyOrNull(totalBudget) }),
    launchDate: toInstant(launchDate),
    expiryDate: toInstant(expiryDate),
  };
}

/** A step without its id, `index` its place in the list. */
export function toEvent(event: SeedEvent, index: number): Omit<OfferEvent, 'id'> {
  const { id, revenue, reward, ...fields } = event;
  return {
    ...DEFAULT_EVENT,
    name: event.eventId,
    displayOrder: index + 1,
    ...fields,
    ...(revenue !== undefined && { revenue: toMoney(revenue) }),
    ...(reward !== undefined && { reward: toMoney(reward) }),
  };
}

/** The exact decimal of a number that passed the shape of money. */
export function toMoney(value: number): Money {
  const money = parseMoney(String(value));
  if (money === null) throw new RangeError(`Not an amount: ${String(value)}`);
  return money;
}

function moneyOrNull(value: number | null): Money | null {
  return value === null ? null : toMoney(value);
}
