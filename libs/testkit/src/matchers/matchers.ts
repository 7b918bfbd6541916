import { attemptedAs, deliveredAs, type DeliveredAs } from './deliveries';
import { hasStatus, rejectedWith, type Outcome } from './conversions';
import { received } from './receivers';
import { refusedBy } from './refusals';

/** What jest and Vitest hand to a matcher, as far as it is used. */
interface Situation {
  isNot?: boolean;
}

/** For `expect.extend`; all but the last are awaited. Each failure tells what happened instead. */
export const matchers = {
  toHaveBeenDelivered(this: Situation, value: unknown, expected?: DeliveredAs): Promise<Outcome> {
    return deliveredAs(value, expected ?? {}, this.isNot === true);
  },

  toHaveBeenAttempted(
    this: Situation,
    value: unknown,
    expected: number | readonly (number | string)[],
  ): Promise<Outcome> {
    return attemptedAs(value, expected, this.isNot === true);
  },

  toHaveStatus(this: Situation, value: unknown, expected: string): Promise<Outcome> {
    return hasStatus(value, expected, this.isNot === true);
  },

  toBeRejectedWith(this: Situation, value: unknown, reason: string | RegExp): Promise<Outcome> {
    return rejectedWith(value, reason, this.isNot === true);
  },

  toHaveReceived(
    this: Situation,
    value: unknown,
    expected: number | Readonly<Record<string, unknown>>,
  ): Promise<Outcome> {
    return received(value, expected, this.isNot === true);
  },

  toBeRefusedBy(value: unknown, rule: string | RegExp | number): Outcome {
    return refusedBy(value, rule);
  },
};

/** The same as types, for the declarations of test runners. `R`: what an awaited matcher answers. */
export interface PitlaneMatchers<R = Promise<void>> {
  /** A conversion, or one of its deliveries: it was sent and acknowledged, within 5 s. */
  toHaveBeenDelivered(expected?: DeliveredAs): R;
  /** A conversion's one delivery, or the given one: so many attempts, or attempts that were answered so. */
  toHaveBeenAttempted(expected: number | readonly (number | string)[]): R;
  /** A conversion has, or a delivery is given with, this status. */
  toHaveStatus(expected: string): R;
  /** A conversion is Rejected for this reason. */
  toBeRejectedWith(reason: string | RegExp): R;
  /** A receiver got so many requests, or one with all that the pattern names. */
  toHaveReceived(expected: number | Readonly<Record<string, unknown>>): R;
  /** A `PitlaneRefusal`: by the rule of this name in its trace, or with this HTTP status. Not awaited. */
  toBeRefusedBy(rule: string | RegExp | number): void;
}
