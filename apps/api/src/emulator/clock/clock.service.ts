import { Injectable } from '@nestjs/common';
import { Database } from '@app/store';
import { DueSignal } from '@app/tracking';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { Problem } from '../../http/problem';
import { AdvanceClock } from './advance-clock';
import { freezeClock, readClock, resetClock, type ClockRow } from './clock-queries';
import { ClockTurns } from './clock-turns';
import type { AdvanceAnswer, ClockView } from './clock.dto';

/** The test clock of an account. K§7. */
@Injectable()
export class ClockService {
  constructor(
    private readonly database: Database,
    private readonly due: DueSignal,
    private readonly advances: AdvanceClock,
    private readonly turns: ClockTurns,
  ) {}

  async get({ id }: CurrentAccountRef): Promise<ClockView> {
    return toClockView(await readClock(this.database, id));
  }

  async advance({ id }: CurrentAccountRef, byMs: number): Promise<AdvanceAnswer> {
    const { clock, matured, attempted, fired } = await this.turns.take(id, () => this.advances.advance(id, byMs));
    return { ...toClockView(clock), matured, attempted, fired };
  }

  async freeze({ id }: CurrentAccountRef, at: Date | undefined): Promise<ClockView> {
    const clock = await freezeClock(this.database, id, at ?? null);
    if (clock === null) {
      throw Problem.field('at', 'The clock does not go back. Freeze it at its present or later, or reset it.');
    }
    this.due.announce();
    return toClockView(clock);
  }

  async reset({ id }: CurrentAccountRef): Promise<ClockView> {
    const clock = await resetClock(this.database, id);
    this.due.announce();
    return toClockView(clock);
  }
}

function toClockView(clock: ClockRow | null): ClockView {
  if (clock === null) throw Problem.notFound('account');
  return { now: clock.now.toISOString(), mode: clock.mode };
}
