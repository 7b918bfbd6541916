import { DEFAULT_EVENT, DEFAULT_OFFER, moneyToNumber, type Money } from '@app/domain';
import type { AdvertiserEntity, OfferEntity, OfferEventEntity } from '@app/store';
import { shortenReceiver, type ReceiverBase } from '../format/receiver-url';
import type { SeedAdvertiser, SeedEvent, SeedOffer } from '../format/seed';
import { compare, keysById, withKeys, type Exported } from './keys';
import { lean, unlessEmpty } from './lean';

const USUAL_ADVERTISER = { name: 'Default advertiser', website: null, contactEmail: null };

/** The default one is left out where it is as every account has it. */
export function toAdvertisers(rows: readonly AdvertiserEntity[], ids: boolean): Exported<SeedAdvertiser>[] {
  const said = rows.filter(({ isDefault, name, website, contactEmail }) => {
    const isUsual = Object.keys(lean({ name, website, contactEmail }, USUAL_ADVERTISER)).length === 0;
    return !isDefault || !isUsual || ids;
  });
  const entries = said.map(({ id, name, website, contactEmail, isDefault }) => ({
    id,
    entry: {
      name,
      ...lean({ website, contactEmail, default: isDefault }, { website: null, contactEmail: null, default: false }),
    },
  }));
  return withKeys<SeedAdvertiser>(entries, ids);
}

interface OfferRows {
  offers: readonly OfferEntity[];
  events: readonly OfferEventEntity[];
  advertisers: readonly AdvertiserEntity[];
}

export function toOffers(
  { offers, events, advertisers }: OfferRows,
  advertiserKeys: readonly Exported<SeedAdvertiser>[],
  { ids, base }: { ids: boolean; base: ReceiverBase },
): Exported<SeedOffer>[] {
  const keys = keysById(advertiserKeys);
  const defaultId = advertisers.find(({ isDefault }) => isDefault)?.id;
  const entries = offers.map((offer) => {
    const advertiser = offer.advertiserId === defaultId ? undefined : keys.get(offer.advertiserId);
    const steps = events.filter(({ offerId }) => offerId === offer.id);
    const link = shortenReceiver(offer.link, base);
    return { id: offer.id, entry: { ...toOffer(offer, { advertiser, link }), ...eventsOf(steps, ids) } };
  });
  return withKeys<SeedOffer>(entries, ids);
}

function toOffer(
  offer: OfferEntity,
  { advertiser, link }: { advertiser: string | undefined; link: string },
): SeedOffer {
  const { name } = offer;
  const { source, externalId, trackingSystem, launchDate, expiryDate, shouldSendCostData } = offer;
  const { offerType, conversionType, status, rewarding, pendingTime, allowRepetitions, isFeatured } = offer;
  const { dailyCap, weeklyCap, monthlyCap, allTimeCap, ipWhitelist, targeting } = offer;
  const { headline, shortDescription, keyPoints, offerDetails, termsAndDisclaimers, creativeFileUrl } = offer;
  const { costModel, appName, storeId, advertiserCampaignName } = offer;
  const said = {
    ...{ offerType, conversionType, status, rewarding, pendingTime, allowRepetitions, isFeatured },
    ...moneyOf(offer),
    ...{ ipWhitelist, dailyCap, weeklyCap, monthlyCap, allTimeCap },
    ...{ headline, shortDescription, keyPoints, offerDetails, termsAndDisclaimers, creativeFileUrl },
    ...{ source, externalId, trackingSystem, shouldSendCostData, costModel, appName, storeId, advertiserCampaignName },
    launchDate: launchDate?.toISOString() ?? null,
    expiryDate: expiryDate?.toISOString() ?? null,
    targeting,
  };
  return { name, link, ...(advertiser !== undefined && { advertiser }), ...lean(said, USUAL_OFFER) };
}

const USUAL_OFFER = { ...DEFAULT_OFFER, revenue: 0, reward: 0, payout: 0 };

function moneyOf(
  offer: OfferEntity,
): Pick<
  Required<SeedOffer>,
  'revenue' | 'reward' | 'payout' | 'revenueShare' | 'rewardShare' | 'dailyBudget' | 'totalBudget'
> {
  return {
    revenue: moneyToNumber(offer.revenue),
    reward: moneyToNumber(offer.reward),
    payout: moneyToNumber(offer.payout),
    revenueShare: numberOrNull(offer.revenueShare),
    rewardShare: numberOrNull(offer.rewardShare),
    dailyBudget: numberOrNull(offer.dailyBudget),
    totalBudget: numberOrNull(offer.totalBudget),
  };
}

function numberOrNull(money: Money | null): number | null {
  return money === null ? null : moneyToNumber(money);
}

function eventsOf(events: OfferEventEntity[], ids: boolean): { events?: SeedEvent[] } {
  const inOrder = events.sort(
    (left, right) => left.displayOrder - right.displayOrder || compare(left.eventId, right.eventId),
  );
  const steps = unlessEmpty(inOrder.map((event, index) => toEvent(event, index, ids)));
  return steps === undefined ? {} : { events: steps };
}

function toEvent(event: OfferEventEntity, index: number, ids: boolean): SeedEvent {
  const { id, eventId, accountId, offerId, deletedAt, revenue, reward, ...fields } = event;
  const said = { ...fields, revenue: moneyToNumber(revenue), reward: moneyToNumber(reward) };
  const usual = { ...DEFAULT_EVENT, revenue: 0, reward: 0, name: eventId, displayOrder: index + 1 };
  return { ...(ids && { id }), eventId, ...lean(said, usual) };
}
