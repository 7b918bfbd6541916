import type { AdminHttp } from '../client/admin-http';
import type { Schemas } from '../client/types';

/** The test clock of one account: it drives every stamp, pending time, cap, deadline and retry of that account. */
export class Clock {
  constructor(private readonly http: AdminHttp) {}

  /** Platform time, as ISO text. */
  async now(): Promise<string> {
    const { now } = await this.http.call<Schemas['ClockView']>('GET', '/emulator/clock');
    return now;
  }

  /** Stops it, now or at an instant that is not past. */
  freeze(at?: Date | string): Promise<Schemas['ClockView']> {
    return this.http.call('POST', '/emulator/clock/freeze', { body: at === undefined ? {} : { at } });
  }

  /**
   * Moves it on by `"62m"`, `"3d"` or milliseconds, to an instant, or until nothing is due any more: from due instant to
   * due instant. Settles once all that fell due has been carried out, and says what that was.
   */
  advance(by: string | number | { to: string } | { untilIdle: true }): Promise<Schemas['AdvanceAnswer']> {
    return this.http.call('POST', '/emulator/clock/advance', { body: typeof by === 'object' ? by : { by } });
  }

  /** Lets all that is due already be carried out; a millisecond passes. */
  settle(): Promise<Schemas['AdvanceAnswer']> {
    return this.advance(1);
  }

  /** Back to the machine's time. */
  reset(): Promise<Schemas['ClockView']> {
    return this.http.call('POST', '/emulator/clock/reset');
  }
}
