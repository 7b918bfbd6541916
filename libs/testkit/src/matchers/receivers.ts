import { isRecord, matches } from '../account/matching';
import { tellRequests, type ReceivedRequest, type Receiver } from '../account/receiver';
import { until } from '../account/until';
import { unsuitable, type Outcome } from './conversions';

export async function received(
  value: unknown,
  expected: number | Readonly<Record<string, unknown>>,
  isNot: boolean,
): Promise<Outcome> {
  if (!isReceiver(value)) throw unsuitable('a receiver', value);
  const holds = (requests: readonly ReceivedRequest[]): boolean =>
    typeof expected === 'number' ? requests.length >= expected : requests.some((each) => matches(expected, each));
  const look = async (): Promise<ReceivedRequest[] | null> => {
    const requests = await value.requests();
    return isNot || holds(requests) ? requests : null;
  };
  const requests = (await until(look)) ?? (await value.requests());
  const pass = typeof expected === 'number' ? requests.length === expected : holds(requests);
  const message = (): string =>
    `Expected the receiver ${value.name}${isNot ? ' not' : ''} to get ${JSON.stringify(expected)}. ${tellRequests(requests)}`;
  return { pass, message };
}

function isReceiver(value: unknown): value is Receiver {
  return isRecord(value) && value['kit'] === 'receiver';
}
