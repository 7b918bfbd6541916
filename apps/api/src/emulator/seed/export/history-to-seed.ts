import { conversionValue, moneyToNumber, type Money } from '@app/domain';
import type { ClickEntity, ConversionEntity, OfferEntity, OfferEventEntity } from '@app/store';
import type { SeedClick, SeedConversion } from '../format/seed';
import { pendingDays } from '../load/plan-history';
import { lean } from './lean';

const DAY_MS = 86_400_000;

export interface HistoryRows {
  /** In the order in which they came. */
  clicks: readonly ClickEntity[];
  conversions: readonly ConversionEntity[];
  offers: readonly OfferEntity[];
  events: readonly OfferEventEntity[];
}

export interface HistoryKeys {
  offerKeys: ReadonlyMap<string, string>;
  partnerKeys: ReadonlyMap<string, string>;
  ids: boolean;
}

/** Clicks and conversions of what is exported; those of deleted offers are left out. They are called by their place. */
export function toHistory(
  rows: HistoryRows,
  keys: HistoryKeys,
): { clicks: SeedClick[]; conversions: SeedConversion[] } {
  const clicks = rows.clicks.filter(({ offerId }) => keys.offerKeys.has(offerId));
  const clickKeys = byPlace(clicks, 'click');
  const conversions = rows.conversions.filter(
    (conversion) => clickKeys.has(conversion.clickId) && isWhole(conversion, rows),
  );
  const conversionKeys = byPlace(conversions, 'conversion');
  const clicksById = new Map(clicks.map((click) => [click.id, click]));
  return {
    clicks: clicks.map((click) => toClick(click, keys)),
    conversions: conversions.map((conversion) => ({
      ...(keys.ids && { id: conversion.id }),
      click: clickKeys.get(conversion.clickId) ?? '',
      ...toConversion(conversion, { rows, click: clicksById.get(conversion.clickId), conversionKeys }),
    })),
  };
}

function byPlace(rows: readonly { id: string }[], kind: string): Map<string, string> {
  return new Map(rows.map(({ id }, index) => [id, `${kind}-${String(index + 1)}`]));
}

/** Its event may have been deleted since. */
function isWhole({ offerEventId }: ConversionEntity, { events }: HistoryRows): boolean {
  return offerEventId === null || events.some(({ id }) => id === offerEventId);
}

function toClick(click: ClickEntity, { offerKeys, partnerKeys, ids }: HistoryKeys): SeedClick {
  const { id, offerId, partnerId, pubMemberId, pubClickId, parameters, sourceIp, userAgent, createdAt } = click;
  const partner = partnerId === null ? undefined : partnerKeys.get(partnerId);
  return {
    ...(ids && { id }),
    offer: offerKeys.get(offerId) ?? '',
    ...lean({ partner }, {}),
    member: pubMemberId,
    ...lean({ pubClickId }, { pubClickId: null }),
    at: createdAt.toISOString(),
    ...lean(
      { parameters: { ...parameters }, sourceIp, userAgent },
      { parameters: {}, sourceIp: '127.0.0.1', userAgent: null },
    ),
  };
}

interface Around {
  rows: HistoryRows;
  click: ClickEntity | undefined;
  conversionKeys: ReadonlyMap<string, string>;
}

function toConversion(conversion: ConversionEntity, around: Around): Omit<SeedConversion, 'click' | 'id'> {
  const { rows, click, conversionKeys } = around;
  const { status, rejectionReason, createdAt, parameters, callbackSent, repeatOf } = conversion;
  const event = rows.events.find(({ id }) => id === conversion.offerEventId) ?? null;
  const offer = rows.offers.find(({ id }) => id === conversion.offerId);
  const original = repeatOf === null ? undefined : conversionKeys.get(repeatOf);
  const at = createdAt.toISOString();
  return {
    ...lean({ event: event?.eventId }, {}),
    ...lean({ status, reason: rejectionReason }, { status: 'Success', reason: null }),
    ...lean({ at }, { at: click?.createdAt.toISOString() }),
    ...lean(timesOf(conversion), {
      completedAt: at,
      changedAt: at,
      maturesAt: usualMaturity(conversion, offer, event),
    }),
    ...lean(valueOf(conversion), usualValue(conversion, offer, event)),
    ...lean(
      { parameters: { ...parameters }, repeatOf: original, callbackSent },
      { parameters: {}, callbackSent: false },
    ),
  };
}

interface Times {
  completedAt: string;
  changedAt: string;
  maturesAt?: string | null;
}

function timesOf({ userCompletedAt, modifiedAt, maturesAt, status }: ConversionEntity): Times {
  return {
    completedAt: userCompletedAt.toISOString(),
    changedAt: modifiedAt.toISOString(),
    ...(status === 'Pending' && { maturesAt: maturesAt?.toISOString() ?? null }),
  };
}

function usualMaturity(
  { createdAt }: ConversionEntity,
  offer: OfferEntity | undefined,
  event: OfferEventEntity | null,
): string | null {
  const days = offer === undefined ? null : pendingDays({ fields: offer }, event);
  return days === null ? null : new Date(createdAt.getTime() + days * DAY_MS).toISOString();
}

type Value = Record<'revenue' | 'reward' | 'payout', number>;

function valueOf({ revenue, reward, payout }: Record<keyof Value, Money>): Value {
  return { revenue: moneyToNumber(revenue), reward: moneyToNumber(reward), payout: moneyToNumber(payout) };
}

function usualValue(
  { parameters }: ConversionEntity,
  offer: OfferEntity | undefined,
  event: OfferEventEntity | null,
): Partial<Value> {
  if (offer === undefined) return {};
  return valueOf(conversionValue(offer, event, parameters.cnv_amount));
}
