import { mapOfferLink, statusByExpiry } from '@app/domain';
import { toEvent, toOffer } from '../format/offer-of-seed';
import { expandReceiver } from '../format/receiver-url';
import type { SeedAdvertiser, SeedOffer } from '../format/seed';
import { known, type IdsByKey, type PlanContext, type PlannedOffer } from './plan-context';
import { toColumns, type Row } from './seed-rows';

/** Rows of advertisers, the default one among them; ids by key. */
export function planAdvertisers(
  advertisers: readonly SeedAdvertiser[],
  { accountId, ids, now, defaults }: PlanContext,
): { rows: Row[]; byKey: IdsByKey } {
  const byKey = new Map<string, string>();
  const blank = { account_id: accountId, website: null, contact_email: null, created_at: now };
  const rows = advertisers.map((advertiser): Row => {
    const key = advertiser.key ?? advertiser.name;
    const isDefault = advertiser.default ?? false;
    const id = advertiser.id?.toLowerCase() ?? (isDefault ? defaults.advertiserId : ids.of('advertiser', key));
    byKey.set(key, id);
    return {
      ...blank,
      id,
      name: advertiser.name,
      website: advertiser.website ?? null,
      contact_email: advertiser.contactEmail ?? null,
      is_default: isDefault,
    };
  });
  if (rows.some((row) => row['is_default'] === true)) return { rows, byKey };
  const usual = { ...blank, id: defaults.advertiserId, name: 'Default advertiser', is_default: true };
  return { rows: [usual, ...rows], byKey };
}

export interface OfferPlan {
  offers: Row[];
  events: Row[];
  byKey: ReadonlyMap<string, PlannedOffer>;
}

export function planOffers(
  offers: readonly SeedOffer[],
  advertisers: { byKey: IdsByKey; defaultId: string },
  context: PlanContext,
): OfferPlan {
  const plan: OfferPlan & { byKey: Map<string, PlannedOffer> } = { offers: [], events: [], byKey: new Map() };
  for (const offer of offers) {
    const key = offer.key ?? offer.name;
    const planned = planOffer(offer, key, advertisers, context);
    plan.byKey.set(key, planned);
    plan.offers.push(offerRow(planned, key, context));
    plan.events.push(...eventRows(planned, context));
  }
  return plan;
}

function planOffer(
  offer: SeedOffer,
  key: string,
  advertisers: { byKey: IdsByKey; defaultId: string },
  { ids, defaults, base, now }: PlanContext,
): PlannedOffer {
  const advertiserId =
    offer.advertiser === undefined ? advertisers.defaultId : known(advertisers.byKey, offer.advertiser);
  const { categoryId, countryId } = defaults;
  const fields = toOffer({ ...offer, link: expandReceiver(offer.link, base) }, { advertiserId, categoryId, countryId });
  const events = (offer.events ?? []).map((event, index) => ({
    ...toEvent(event, index),
    id: event.id?.toLowerCase() ?? ids.of('event', JSON.stringify([key, event.eventId])),
  }));
  return {
    id: offer.id?.toLowerCase() ?? ids.of('offer', key),
    fields: { ...fields, link: mapOfferLink(fields).link, status: statusByExpiry(fields, null, now) },
    events,
  };
}

function offerRow({ id, fields }: PlannedOffer, key: string, { accountId, now, labelOf }: PlanContext): Row {
  const row = { id, account_id: accountId, created_at: now, deleted_at: null, is_withdrawn: false };
  return { ...toColumns(fields), ...row, rejection_endpoint_id: labelOf(key) };
}

function eventRows({ id, events }: PlannedOffer, { accountId }: PlanContext): Row[] {
  return events.map((event) => ({ ...toColumns(event), account_id: accountId, offer_id: id, deleted_at: null }));
}
