import { Problem } from '../../http/problem';
import type { Outlook } from './outlook';

/** Real time in which nothing moves, and nobody is at it, before an advance gives up. */
const STALLED_AFTER_MS = 60_000;

/** Notices that nobody carries out what is due. */
export class StallWatch {
  private seen = '';
  private movedAt = performance.now();

  isStalled({ inFlight, made, maturing, changing }: Outlook): boolean {
    const seen = `${made} ${String(maturing)} ${String(changing)}`;
    if (inFlight > 0 || seen !== this.seen) this.movedAt = performance.now();
    this.seen = seen;
    return performance.now() - this.movedAt > STALLED_AFTER_MS;
  }
}

export function stalled({ due, maturing, changing }: Outlook, present: Date): Problem {
  const what = [
    ...(due > 0 ? [`deliveries: ${due}`] : []),
    ...(maturing ? ['conversions that mature'] : []),
    ...(changing ? ['scheduled changes'] : []),
  ].join(', ');
  return new Problem(
    503,
    `For 60 s nobody has carried out what is due (${what}). Is a worker running? The clock was left at ${present.toISOString()}.`,
  );
}
