import type { Delivery } from '../account/deliveries';
import { isRecord, matches } from '../account/matching';
import { answerOf, tellDeliveries } from '../account/story';
import { until } from '../account/until';
import { isConversion, unsuitable, type Outcome } from './conversions';

/** Which deliveries count, and how many of them must have been sent. */
export interface DeliveredAs {
  kind?: 'callback' | 'postback';
  /** The status that it tells of. */
  of?: 'Pending' | 'Success' | 'Rejected';
  /** A receiver, or the beginning of a URL. */
  to?: string | { url: string };
  /** Exactly so many; without it at least one. */
  times?: number;
}

type Look = () => Promise<Delivery[]>;

export async function deliveredAs(value: unknown, expected: DeliveredAs, isNot: boolean): Promise<Outcome> {
  const look = looker(value);
  const sent = (all: readonly Delivery[]): Delivery[] =>
    all.filter((each) => each.status === 'Sent' && isMeant(each, expected));
  const { times = 1 } = expected;
  const all = await lookUntil(look, (found) => isNot || isDelivery(value) || sent(found).length >= times);
  const count = sent(all).length;
  const pass = expected.times === undefined ? count > 0 : count === expected.times;
  return {
    pass,
    message: () =>
      `Expected ${isNot ? 'no delivery' : `${String(times)} to be sent`} ${JSON.stringify(expected)}, sent: ${String(count)}.\n${tellDeliveries(all)}`,
  };
}

export async function attemptedAs(
  value: unknown,
  expected: number | readonly (number | string)[],
  isNot: boolean,
): Promise<Outcome> {
  const most = typeof expected === 'number' ? expected : expected.length;
  const attempts = (all: readonly Delivery[]): Delivery['attempts'] => theOne(all)?.attempts ?? [];
  const all = await lookUntil(looker(value), (found) => isNot || isDelivery(value) || attempts(found).length >= most);
  const answers = attempts(all).map(answerOf);
  const pass = typeof expected === 'number' ? answers.length === expected : matches([...expected], answers);
  return {
    pass,
    message: () =>
      `Expected ${isNot ? 'other ' : ''}attempts: ${JSON.stringify(expected)}, made: ${JSON.stringify(answers)}.\n${tellDeliveries(all)}`,
  };
}

/** How to look at what is judged, again and again. A delivery in hand is as it was read. */
function looker(value: unknown): Look {
  if (isConversion(value)) return () => value.deliveries();
  if (isDelivery(value)) return () => Promise.resolve([value]);
  throw unsuitable('a conversion or a delivery', value);
}

async function lookUntil(look: Look, holds: (deliveries: readonly Delivery[]) => boolean): Promise<Delivery[]> {
  const found = await until(async () => {
    const deliveries = await look();
    return holds(deliveries) ? deliveries : null;
  });
  return found ?? look();
}

/** The only delivery; of several the callback, which is the one that is retried in order. */
function theOne(all: readonly Delivery[]): Delivery | undefined {
  return all.length === 1 ? all[0] : all.find(({ kind }) => kind === 'callback');
}

function isMeant({ kind, conversionStatus, url }: Delivery, expected: DeliveredAs): boolean {
  const to = typeof expected.to === 'object' ? expected.to.url : expected.to;
  return (
    (expected.kind ?? kind) === kind &&
    (expected.of ?? conversionStatus) === conversionStatus &&
    (to === undefined || url?.startsWith(to) === true)
  );
}

function isDelivery(value: unknown): value is Delivery {
  return isRecord(value) && Array.isArray(value['attempts']) && typeof value['conversionStatus'] === 'string';
}
