import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database } from '@app/store';
import { Happenings } from '@app/tracking';
import { Problem } from '../../http/problem';
import { Word } from '../../http/waits/word';
import { readClock, releaseClock, stepClock, stopClock, type ClockRow } from './clock-queries';
import { LONGEST_ADVANCE_MS, type FiredView } from './clock.dto';
import { readBefore } from './before-advance';
import { readFired } from './fired-queries';
import { readOutlook } from './outlook';
import { stalled, StallWatch } from './stall-watch';

/** What moves an account on tells so; between two looks without a word of it, at first and at most. */
const FIRST_LOOK_MS = 20;
const LONGEST_LOOK_MS = 60;
const MOST_NAMED = 1_000;
/** Something may fall due for ever, where a receiver answers by converting again. */
const MOST_INSTANTS = 10_000;
/** The last year that an ISO instant writes with four digits. */
const END_OF_TIME_MS = Date.UTC(9999, 0, 1);

/** How far a clock is to go. */
export type Distance = { by: number } | { to: Date } | 'until-idle';

export interface Advance {
  clock: ClockRow;
  matured: number;
  attempted: number;
  fired: FiredView[];
  next: Date | null;
}

/** Where an advance stands, and where it ends; `null`: once nothing is due any more. */
interface Walk {
  accountId: string;
  at: Date;
  target: Date | null;
  word: Word;
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
    private readonly happenings: Happenings,
  ) {}

  beforeApplicationShutdown(): void {
    this.closing = true;
  }

  async advance(accountId: string, distance: Distance): Promise<Advance> {
    const start = await stopClock(this.database, accountId);
    if (start === null) throw Problem.notFound('account');
    const word = new Word();
    const unwatch = this.happenings.watch(accountId, () => {
      word.give();
    });
    const walk: Walk = { accountId, at: start.at, target: null, word };
    const staysFrozen = start.mode === 'frozen';
    try {
      walk.target = targetOf(distance, start.at);
      const before = await readBefore(this.database, accountId, start.at);
      const next = await this.walk(walk);
      const happened = await readFired(this.database, accountId, before, MOST_NAMED);
      return { ...happened, next, clock: await this.settle(walk, staysFrozen) };
    } catch (error) {
      await this.settle(walk, staysFrozen);
      throw error;
    } finally {
      unwatch();
    }
  }

  /** Answers the first instant beyond at which something falls due. */
  private async walk(walk: Walk): Promise<Date | null> {
    const { target } = walk;
    for (let instants = 0; ; instants++) {
      const next = await this.untilQuiet(walk);
      const to = target === null ? (instants < MOST_INSTANTS ? next : null) : nextWithin(walk.at, next, target);
      if (to === null) return next;
      if (!(await stepClock(this.database, walk.accountId, { from: walk.at, to }))) throw moved();
      walk.at = to;
    }
  }

  /** Waits until nothing is due at the present; answers the next instant, within ten years, at which something will be. */
  private async untilQuiet({ accountId, at: present, word }: Walk): Promise<Date | null> {
    const limit = new Date(Math.min(present.getTime() + LONGEST_ADVANCE_MS, END_OF_TIME_MS - 1));
    const watch = new StallWatch();
    for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(LONGEST_LOOK_MS, lookMs * 1.5)) {
      word.begin();
      const outlook = await readOutlook(this.database, accountId, { present, limit });
      if (!outlook.unmoved) throw moved();
      if (outlook.due === 0 && !outlook.maturing && !outlook.changing) return outlook.next;
      if (this.closing) {
        throw new Problem(503, `The server is stopping. The clock was left at ${present.toISOString()}.`);
      }
      if (watch.isStalled(outlook)) throw stalled(outlook, present);
      await word.orAfter(lookMs);
    }
  }

  /** A clock that was frozen stays so; any other runs on from where it stands. One that somebody else set meanwhile is theirs. */
  private async settle({ accountId, at }: Walk, staysFrozen: boolean): Promise<ClockRow> {
    if (!staysFrozen) await releaseClock(this.database, accountId, at);
    const clock = await readClock(this.database, accountId);
    if (clock === null) throw Problem.notFound('account');
    return clock;
  }
}

/** `null`: until nothing is due. Throws what is wrong with it. */
function targetOf(distance: Distance, at: Date): Date | null {
  if (distance === 'until-idle') return null;
  const [field, target] = 'by' in distance ? ['by', new Date(at.getTime() + distance.by)] : ['to', distance.to];
  if (target < at) {
    throw Problem.field('to', `The clock does not go back: it stands at ${at.toISOString()}. Reset it to set it back.`);
  }
  if (target.getTime() - at.getTime() > LONGEST_ADVANCE_MS) {
    throw Problem.field('to', 'The clock can be advanced by ten years at most.');
  }
  if (target.getTime() >= END_OF_TIME_MS) {
    throw Problem.field(field, 'The clock can be advanced to the end of the year 9998 at most.');
  }
  return target;
}

/** `null`: the target is reached. */
function nextWithin(at: Date, next: Date | null, target: Date): Date | null {
  if (at >= target) return null;
  return next === null || next > target ? target : next;
}

function moved(): Problem {
  return new Problem(409, 'The clock was set by another call during this advance.');
}
