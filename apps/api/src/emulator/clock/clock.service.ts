import { Injectable } from '@nestjs/common';
import { Database } from '@app/store';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { Problem } from '../../http/problem';
import { AdvanceClock, type Distance } from './advance-clock';
import { freezeClock, readClock, resetClock, type ClockRow } from './clock-queries';
import { ClockTurns } from './clock-turns';
import type { AdvanceAnswer, AdvanceClockBody, ClockView } from './clock.dto';

/** The test clock of an account. K§7. */
@Injectable()
export class ClockService {
  constructor(
    private readonly database: Database,
    private readonly advances: AdvanceClock,
    private readonly turns: ClockTurns,
  ) {}

  async get({ id }: CurrentAccountRef): Promise<ClockView> {
    return toClockView(await readClock(this.database, id));
  }

  async advance({ id }: CurrentAccountRef, body: AdvanceClockBody): Promise<AdvanceAnswer> {
    const distance = toDistance(body);
    const { clock, next, ...happened } = await this.turns.take(id, () => this.advances.advance(id, distance));
    return { ...toClockView(clock), ...happened, next: next?.toISOString() ?? null };
  }

  async freeze({ id }: CurrentAccountRef, at: Date | undefined): Promise<ClockView> {
    const clock = await freezeClock(this.database, id, at ?? null);
    if (clock === null) {
      throw Problem.field('at', 'The clock does not go back. Freeze it at its present or later, or reset it.');
    }
    return toClockView(clock);
  }

  async reset({ id }: CurrentAccountRef): Promise<ClockView> {
    return toClockView(await resetClock(this.database, id));
  }
}

function toClockView(clock: ClockRow | null): ClockView {
  if (clock === null) throw Problem.notFound('account');
  const { now, mode, scale } = clock;
  return { now: now.toISOString(), mode, ...(scale === null ? {} : { scale }) };
}

function toDistance({ by, to, untilIdle }: AdvanceClockBody): Distance {
  const given = [by, to, untilIdle].filter((value) => value !== undefined);
  if (given.length !== 1) throw Problem.field('by', 'Give one of by, to and untilIdle.');
  if (by !== undefined) return { by };
  return to === undefined ? 'until-idle' : { to };
}
