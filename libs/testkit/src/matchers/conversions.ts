import type { Conversion } from '../account/conversion';
import { isRecord, matches } from '../account/matching';
import { until } from '../account/until';
import type { Schemas } from '../client/types';

/** What a matcher answers. */
export interface Outcome {
  pass: boolean;
  message: () => string;
}

/** By its mark, not its class: a test runner may have loaded the kit twice. */
export function isConversion(value: unknown): value is Conversion {
  return isRecord(value) && value['kit'] === 'conversion';
}

/** The matcher was given something that it can't judge: a mistake in the test, whether it is negated or not. */
export function unsuitable(expected: string, value: unknown): Error {
  return new TypeError(
    `This matcher takes ${expected}, and was given ${isRecord(value) ? 'another object' : String(value)}.`,
  );
}

type View = Schemas['ConversionView'];

/** Looks until it holds; a negated matcher looks once. */
async function readUntil(conversion: Conversion, holds: (view: View) => boolean, isNot: boolean): Promise<View> {
  const look = async (): Promise<View | null> => {
    const view = await conversion.read();
    return isNot || holds(view) ? view : null;
  };
  return (await until(look)) ?? conversion.read();
}

export async function hasStatus(value: unknown, expected: string, isNot: boolean): Promise<Outcome> {
  if (!isConversion(value)) {
    if (!isRecord(value) || typeof value['status'] !== 'string') throw unsuitable('a conversion or a delivery', value);
    const { status } = value;
    return {
      pass: status === expected,
      message: () => `Its status is ${status}, expected${isNot ? ' not' : ''} ${expected}.`,
    };
  }
  const view = await readUntil(value, ({ status }) => status === expected, isNot);
  const message = (): string => `Expected${isNot ? ' not' : ''} ${expected}.\n${tellConversion(view)}`;
  return { pass: view.status === expected, message };
}

export async function rejectedWith(value: unknown, reason: string | RegExp, isNot: boolean): Promise<Outcome> {
  if (!isConversion(value)) throw unsuitable('a conversion', value);
  const holds = ({ status, rejectionReason }: View): boolean =>
    status === 'Rejected' && matches(reason, rejectionReason);
  const view = await readUntil(value, holds, isNot);
  const message = (): string =>
    `Expected${isNot ? ' not' : ''} Rejected with ${String(reason)}.\n${tellConversion(view)}`;
  return { pass: holds(view), message };
}

/** A conversion and its history, for a message. */
function tellConversion({ id, status, rejectionReason, history }: View): string {
  const why = rejectionReason === null ? '' : `: ${rejectionReason}`;
  const changes = history.map(
    ({ from, to, reason, by, at }) =>
      `    ${at}  ${from ?? 'new'} → ${to} by ${by}${reason === null ? '' : `: ${reason}`}`,
  );
  return [`  Conversion ${id} is ${status}${why}. Its history:`, ...changes].join('\n');
}
