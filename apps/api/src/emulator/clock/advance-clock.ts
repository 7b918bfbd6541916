import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database } from '@app/store';
import { DueSignal } from '@app/tracking';
import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../../http/problem';
import {
  readClock,
  readOutlook,
  releaseClock,
  stepClock,
  stopClock,
  type ClockRow,
  type Outlook,
} from './clock-queries';
import type { FiredView } from './clock.dto';
import { readBefore, readFired } from './fired-queries';

const FIRST_POLL_MS = 2;
const LONGEST_POLL_MS = 20;
/** Real time in which nothing moves, and nobody is at it, before an advance gives up. */
const STALLED_AFTER_MS = 60_000;
const MOST_NAMED = 1_000;
/** The last year that an ISO instant writes with four digits. */
const END_OF_TIME = Date.UTC(9999, 0, 1);

export interface Advance {
  clock: ClockRow;
  matured: number;
  attempted: number;
  fired: FiredView[];
}

/**
 * Moves an account's clock on, from due instant to due instant: at each it stands still until everything that fell due
 * has been carried out, so that a jump makes the same attempts at the same platform times as waiting would. K§7.
 */
@Injectable()
export class AdvanceClock implements BeforeApplicationShutdown {
  private closing = false;

  constructor(
    private readonly database: Database,
    private readonly due: DueSignal,
  ) {}

  beforeApplicationShutdown(): void {
    this.closing = true;
  }

  async advance(accountId: string, byMs: number): Promise<Advance> {
    const start = await stopClock(this.database, accountId);
    if (start === null) throw Problem.notFound('account');
    const target = new Date(start.at.getTime() + byMs);
    const standing = { at: start.at };
    try {
      if (target.getTime() >= END_OF_TIME) {
        throw Problem.field('by', 'The clock can be advanced to the end of the year 9998 at most.');
      }
      const before = await readBefore(this.database, accountId, start.at);
      await this.walk(accountId, standing, target);
      const happened = await readFired(this.database, accountId, before, MOST_NAMED);
      return { ...happened, clock: await this.settle(accountId, start.mode === 'frozen', standing.at) };
    } catch (error) {
      await this.settle(accountId, start.mode === 'frozen', standing.at);
      throw error;
    }
  }

  /** `standing` follows the clock, so that a walk that is given up can be settled where it stopped. */
  private async walk(accountId: string, standing: { at: Date }, target: Date): Promise<void> {
    while (standing.at < target) {
      const next = (await this.untilQuiet(accountId, standing.at, target)) ?? target;
      if (!(await stepClock(this.database, accountId, { from: standing.at, to: next }))) throw moved();
      standing.at = next;
    }
    await this.untilQuiet(accountId, target, target);
  }

  /** Waits until nothing is due at the present; answers the next instant at which something will be. */
  private async untilQuiet(accountId: string, present: Date, limit: Date): Promise<Date | null> {
    this.due.announce();
    const watch = new StallWatch();
    for (let waitMs = FIRST_POLL_MS; ; waitMs = Math.min(LONGEST_POLL_MS, waitMs * 1.5)) {
      const outlook = await readOutlook(this.database, accountId, { present, limit });
      if (!outlook.unmoved) throw moved();
      if (outlook.due === 0 && !outlook.maturing && !outlook.changing) return outlook.next;
      if (this.closing) {
        throw new Problem(503, `The server is stopping. The clock was left at ${present.toISOString()}.`);
      }
      if (watch.isStalled(outlook)) throw stalled(outlook, present);
      await pause(waitMs);
    }
  }

  /** A clock that was frozen stays so; any other runs on from where it stands. One that somebody else set meanwhile is theirs. */
  private async settle(accountId: string, staysFrozen: boolean, at: Date): Promise<ClockRow> {
    if (!staysFrozen) await releaseClock(this.database, accountId, at);
    const clock = await readClock(this.database, accountId);
    if (clock === null) throw Problem.notFound('account');
    return clock;
  }
}

/** Notices that nobody carries out what is due. */
class StallWatch {
  private seen = '';
  private movedAt = performance.now();

  isStalled({ inFlight, made, maturing, changing }: Outlook): boolean {
    const seen = `${made} ${String(maturing)} ${String(changing)}`;
    if (inFlight > 0 || seen !== this.seen) this.movedAt = performance.now();
    this.seen = seen;
    return performance.now() - this.movedAt > STALLED_AFTER_MS;
  }
}

function moved(): Problem {
  return new Problem(409, 'The clock was set by another call during this advance.');
}

function stalled({ due, maturing, changing }: Outlook, present: Date): Problem {
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
