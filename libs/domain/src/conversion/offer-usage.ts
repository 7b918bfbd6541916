import { addMoney, isMore, type Money } from '../money';
import type { Caps, Offer, OfferEvent } from '../offer/offer';

const DAY_MS = 86_400_000;
const MONDAY = 1;

/** Where the UTC day, week (from Monday) and month of a moment begin, and where they end. G§3.5. */
export interface Periods {
  day: Period;
  week: Period;
  month: Period;
}

/** From `from`, up to but without `to`. */
export interface Period {
  from: Date;
  to: Date;
}

/** What an offer and its event have taken so far: Success and Pending conversions that are no repeats. K§3.2 row 12. */
export interface OfferUsage {
  /** Of the event on a MultiEvent offer, else of the offer. */
  conversions: { day: number; week: number; month: number; ever: number };
  /** Revenue of the whole offer. */
  revenue: { day: Money; ever: Money };
}

export const NO_USAGE: OfferUsage = {
  conversions: { day: 0, week: 0, month: 0, ever: 0 },
  revenue: { day: '0', ever: '0' },
};

/** The caps that count for a conversion: those of a MultiEvent offer are its events'. G§3.5. */
export function capsOf(offer: Offer, event: OfferEvent | null): Caps {
  return event ?? offer;
}

/** Whether anything limits how many conversions there may be, or how much they may earn. */
export function isLimited(offer: Offer, event: OfferEvent | null): boolean {
  const { dailyCap, weeklyCap, monthlyCap, allTimeCap } = capsOf(offer, event);
  return [dailyCap, weeklyCap, monthlyCap, allTimeCap, offer.dailyBudget, offer.totalBudget].some(
    (limit) => limit !== null,
  );
}

export function periodsOf(now: Date): Periods {
  const [year, month, date] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const day = Date.UTC(year, month, date);
  const monday = day - ((now.getUTCDay() + 7 - MONDAY) % 7) * DAY_MS;
  return {
    day: { from: new Date(day), to: new Date(day + DAY_MS) },
    week: { from: new Date(monday), to: new Date(monday + 7 * DAY_MS) },
    month: { from: new Date(Date.UTC(year, month, 1)), to: new Date(Date.UTC(year, month + 1, 1)) },
  };
}

/** Whether one conversion more would be one too many. */
export function isCapReached(caps: Caps, { conversions }: OfferUsage): boolean {
  return (
    isFull(caps.dailyCap, conversions.day) ||
    isFull(caps.weeklyCap, conversions.week) ||
    isFull(caps.monthlyCap, conversions.month) ||
    isFull(caps.allTimeCap, conversions.ever)
  );
}

/** Whether this much revenue more would be more than a budget allows. A conversion that earns nothing needs no budget. */
export function isBudgetReached(
  { dailyBudget, totalBudget }: Pick<Offer, 'dailyBudget' | 'totalBudget'>,
  { revenue }: OfferUsage,
  more: Money,
): boolean {
  if (!isMore(more, '0')) return false;
  return isOver(dailyBudget, addMoney(revenue.day, more)) || isOver(totalBudget, addMoney(revenue.ever, more));
}

const isFull = (cap: number | null, taken: number): boolean => cap !== null && taken >= cap;
const isOver = (budget: Money | null, spent: Money): boolean => budget !== null && isMore(spent, budget);
