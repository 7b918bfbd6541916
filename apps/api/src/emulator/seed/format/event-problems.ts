import { suggestion } from './nearest';
import type { Path, SeedProblem } from './place';
import type { SeedOffer } from './seed';

/** Whether an Event ID goes with an offer: a MultiEvent one needs one of its own, a SingleEvent one has none. */
export function eventProblems(
  offer: SeedOffer | null | undefined,
  event: string | null | undefined,
  path: Path,
): SeedProblem[] {
  if (offer === null || offer === undefined) return [];
  if (offer.offerType !== 'MultiEvent') {
    return typeof event === 'string' ? [{ path, message: 'must be left out: a SingleEvent offer has no events' }] : [];
  }
  const known = (offer.events ?? []).map(({ eventId }) => eventId);
  if (typeof event !== 'string') return [{ path, message: `is needed: one of ${known.join(', ')}` }];
  if (known.includes(event)) return [];
  return [{ path, message: `names no event of the offer: ${event}.${suggestion(event, known)}` }];
}
