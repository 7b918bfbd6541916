import { aClick, anEvent, anId, anOffer } from '@app/testing';
import type { ConversionDecision, ConversionFacts, ConversionHistory, FirstCompletion } from '../conversion-decision';
import { NO_USAGE, type OfferUsage } from '../offer-usage';

export const NOW = new Date('2026-11-21T06:30:00.000Z');
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
export const IN_A_WEEK = new Date('2026-11-28T06:30:00.000Z');

export const EVENT = anEvent({ eventId: 'level-5' });
export const SINGLE = anOffer();
export const MULTI = anOffer({ offerType: 'MultiEvent', events: [EVENT] });
export const FIRST: FirstCompletion = { id: anId(), status: 'Success', maturesAt: null };
export const CLICK = aClick();

/** A call that nothing is wrong with, on a SingleEvent offer. */
export const facts = (changed: Partial<ConversionFacts> = {}): ConversionFacts => ({
  now: NOW,
  pathKnown: true,
  signature: 'right',
  clickIdText: CLICK.id,
  clickId: CLICK.id,
  eventIdText: null,
  click: CLICK,
  offer: SINGLE,
  event: null,
  first: null,
  sourceAllowed: true,
  amountText: null,
  history: null,
  uploaded: null,
  ...changed,
});

export const multi = (changed: Partial<ConversionFacts> = {}): ConversionFacts =>
  facts({ offer: MULTI, event: EVENT, eventIdText: 'level-5', ...changed });

export const refused = (code: string): object => ({ kind: 'refused', code });
export const recorded = (expected: Partial<Extract<ConversionDecision, { kind: 'recorded' }>>): object => ({
  kind: 'recorded',
  rejectionReason: null,
  maturesAt: null,
  repeatOf: null,
  ...expected,
});

export const rejected = (rejectionReason: string): object => recorded({ status: 'Rejected', rejectionReason });
export const ACCEPTED = recorded({ status: 'Success' });
export const COMPLETED = { kind: 'already-completed', first: FIRST };

/** What an offer has taken; its revenue is today's and for ever. */
export const used = (conversions: Partial<OfferUsage['conversions']>, revenue = '0'): ConversionHistory => ({
  completed: [],
  usage: { conversions: { ...NO_USAGE.conversions, ...conversions }, revenue: { day: revenue, ever: revenue } },
});

/** The event with this number of three in a row, after others were completed `ago` ms before. */
export function sequence(
  sequenceNumber: number | null,
  completed: number[],
  { wait = null, ago = 0 }: { wait?: number | null; ago?: number } = {},
): ConversionFacts {
  const steps = [1, 2, 3].map((number) => anEvent({ sequenceNumber: number }));
  const event = anEvent({ sequenceNumber, minTimeFromPreviousEvent: wait });
  const events = [...steps.filter((step) => step.sequenceNumber !== sequenceNumber), event];
  const done = steps.filter((step) => completed.includes(step.sequenceNumber ?? 0));
  const at = new Date(NOW.getTime() - ago);
  const history = { completed: done.map(({ id }) => ({ offerEventId: id, at })), usage: NO_USAGE };
  return multi({ offer: anOffer({ offerType: 'MultiEvent', events }), event, history });
}

/** An event with a deadline, so long after the click. */
export const deadline = (deadlineDays: number, sinceClickMs: number): ConversionFacts =>
  multi({ event: anEvent({ deadlineDays }), now: new Date(CLICK.createdAt.getTime() + sinceClickMs) });

export const REV_SHARE = { conversionType: 'RevShare', revenueShare: '20', rewardShare: '10' } as const;
export const revShare = (amountText: string | null): ConversionFacts =>
  facts({ offer: anOffer(REV_SHARE), amountText });

export const capped = (
  caps: Parameters<typeof anOffer>[0],
  conversions: Partial<OfferUsage['conversions']>,
): ConversionFacts => facts({ offer: anOffer(caps), history: used(conversions) });

export const budget = (limits: Parameters<typeof anOffer>[0], spent: string, revenue: string): ConversionFacts =>
  facts({ offer: anOffer({ ...limits, revenue }), history: used({}, spent) });

export const repeatable = (changed: Parameters<typeof anOffer>[0] = {}): ConversionFacts['offer'] =>
  anOffer({ allowRepetitions: true, ...changed });

/** The same from a row of a file that tells of a time so long after now. */
export const uploaded = (of: ConversionFacts, afterNowMs = 0, revenue = '0'): ConversionFacts => ({
  ...of,
  uploaded: { completedAt: new Date(of.now.getTime() + afterNowMs), revenue, reward: '0' },
});
