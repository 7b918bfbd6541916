import { conversionValue, type OfferEvent } from '@app/domain';
import { CLICK_KEY, CONVERSION_KEY } from '../format/book';
import { toInstant } from '../format/check-shape';
import { toMoney } from '../format/offer-of-seed';
import type { SeedClick, SeedConversion } from '../format/seed';
import { known, type IdsByKey, type PlanContext, type PlannedOffer } from './plan-context';
import type { Row } from './seed-rows';

const DAY_MS = 86_400_000;

/** What a conversion takes over from its click. */
interface PlannedClick {
  row: Row;
  offer: PlannedOffer;
  at: Date;
}

export interface HistoryPlan {
  clicks: Row[];
  conversions: Row[];
  changes: Row[];
}

export interface Around {
  offers: ReadonlyMap<string, PlannedOffer>;
  partners: IdsByKey;
  context: PlanContext;
}

/** What has happened: clicks, and conversions with one change of status each. Nothing is sent for it. */
export function planHistory(
  given: { clicks: readonly SeedClick[]; conversions: readonly SeedConversion[] },
  around: Around,
): HistoryPlan {
  const clicks = new Map(
    given.clicks.map((click, index) => [CLICK_KEY(click, index) ?? '', planClick(click, index, around)]),
  );
  const { ids } = around.context;
  const conversionIds = new Map(
    given.conversions.map((conversion, index) => {
      const key = CONVERSION_KEY(conversion, index) ?? '';
      const place = conversion.key === undefined ? index : null;
      return [key, conversion.id?.toLowerCase() ?? ids.inTime('conversion', key, place)];
    }),
  );
  const conversions = given.conversions.map((conversion, index) =>
    conversionRow(conversion, known(clicks, conversion.click), {
      id: known(conversionIds, CONVERSION_KEY(conversion, index) ?? ''),
      repeatOf: typeof conversion.repeatOf === 'string' ? known(conversionIds, conversion.repeatOf) : null,
      accountId: around.context.accountId,
    }),
  );
  return {
    clicks: [...clicks.values()].map(({ row }) => row),
    conversions,
    changes: conversions.map((row) => changeRow(row, ids.of('change', String(row['id'])))),
  };
}

const BLANK_CLICK = { partner: null, pubClickId: null, parameters: {}, sourceIp: '127.0.0.1', userAgent: null };

function planClick(seed: SeedClick, index: number, { offers, partners, context }: Around): PlannedClick {
  const { ids, accountId, now } = context;
  const { partner, pubClickId, parameters, sourceIp, userAgent, ...click } = { ...BLANK_CLICK, ...seed };
  const offer = known(offers, click.offer);
  const at = toInstant(click.at) ?? now;
  const key = CLICK_KEY(click, index) ?? '';
  const row = {
    id: click.id?.toLowerCase() ?? ids.inTime('click', key, click.key === undefined ? index : null),
    account_id: accountId,
    offer_id: offer.id,
    view_id: null,
    partner_id: partner === null ? null : known(partners, partner),
    pub_member_id: click.member,
    pub_click_id: pubClickId,
    parameters,
    source_ip: sourceIp,
    user_agent: userAgent,
    url: '/seed',
    created_at: at,
  };
  return { row, offer, at };
}

interface Place {
  id: string;
  repeatOf: string | null;
  accountId: string;
}

function conversionRow(conversion: SeedConversion, click: PlannedClick, { id, repeatOf, accountId }: Place): Row {
  const event = click.offer.events.find(({ eventId }) => eventId === conversion.event) ?? null;
  const { status = 'Success', parameters = {}, reason = null, callbackSent = false } = conversion;
  return {
    id,
    account_id: accountId,
    ...ofClick(click),
    offer_event_id: event?.id ?? null,
    status,
    rejection_reason: reason,
    is_repeated: repeatOf !== null,
    repeat_of: repeatOf,
    holds_completion: status !== 'Rejected' && repeatOf === null,
    ...valueOf(conversion, click.offer, event),
    parameters,
    advertiser_conversion_id: parameters.cnv_conversion_id ?? null,
    ...timesOf({ ...conversion, status }, click.at, pendingDays(click.offer, event)),
    callback_sent: callbackSent,
  };
}

function ofClick({ row, at }: PlannedClick): Row {
  return {
    click_id: row['id'],
    view_id: null,
    offer_id: row['offer_id'],
    partner_id: row['partner_id'],
    pub_member_id: row['pub_member_id'],
    pub_click_id: row['pub_click_id'],
    pub_parameters: row['parameters'],
    click_time: at,
  };
}

/** `days` until it matures; `null`: it waits for a person. */
function timesOf(conversion: SeedConversion, clickedAt: Date, days: number | null): Row {
  const at = toInstant(conversion.at) ?? clickedAt;
  return {
    user_completed_at: toInstant(conversion.completedAt) ?? at,
    matures_at: conversion.status === 'Pending' ? maturity(conversion, at, days) : null,
    created_at: at,
    modified_at: toInstant(conversion.changedAt) ?? at,
  };
}

/** What it is worth by the offer, but for what is given. */
function valueOf(
  { revenue, reward, payout, parameters }: SeedConversion,
  { fields }: PlannedOffer,
  event: OfferEvent | null,
): Row {
  const value = conversionValue(fields, event, parameters?.cnv_amount);
  return {
    revenue: revenue === undefined ? value.revenue : toMoney(revenue),
    reward: reward === undefined ? value.reward : toMoney(reward),
    payout: payout === undefined ? value.payout : toMoney(payout),
  };
}

/** Days after which a Pending conversion is Success; `null`: a person decides. */
export function pendingDays(
  { fields }: Pick<PlannedOffer, 'fields'>,
  event: Pick<OfferEvent, 'pendingTime'> | null,
): number | null {
  const days = event?.pendingTime ?? fields.pendingTime;
  return fields.rewarding === 'Manual' || days === 0 ? null : days;
}

function maturity({ maturesAt }: SeedConversion, at: Date, days: number | null): Date | null {
  if (maturesAt === null) return null;
  if (maturesAt !== undefined) return toInstant(maturesAt);
  return days === null ? null : new Date(at.getTime() + days * DAY_MS);
}

function changeRow(conversion: Row, id: string): Row {
  return {
    id,
    account_id: conversion['account_id'],
    conversion_id: conversion['id'],
    from_status: null,
    to_status: conversion['status'],
    reason: conversion['rejection_reason'],
    changed_by: 'import',
    changed_at: conversion['modified_at'],
  };
}
