import type { AdminHttp } from '../client/admin-http';
import { PitlaneTimeout } from '../client/errors';
import type { Schemas } from '../client/types';
import { matches } from './matching';
import { until } from './until';

/** How a receiver answers one call. */
export type Step =
  | number
  | { status: number; delay?: string | number; headers?: Record<string, string>; body?: unknown; drip?: object }
  | { fault: 'timeout' | 'reset' | 'garbage' }
  | { redirect: string; status?: number };

/** One call as it came. */
export type ReceivedRequest = Schemas['ReceiverRequestView'];

/** A receiver of the platform's own that answers by a script and keeps what came. */
export class Receiver {
  readonly kit = 'receiver';

  constructor(
    private readonly http: AdminHttp,
    readonly name: string,
    /** For callbacks, postbacks and offer links. */
    readonly url: string,
  ) {}

  /** Answers so from now on, the last step repeating, and forgets what came. A number is a status. */
  async script(...steps: readonly Step[]): Promise<void> {
    await putReceiver(this.http, this.name, steps);
  }

  /** What came, oldest first; the latest 100. */
  async requests(): Promise<ReceivedRequest[]> {
    const query = { order_asc: false, page_size: 100 };
    const path = `/emulator/receivers/${this.name}/requests`;
    const { items } = await this.http.call<Schemas['PageOfReceiverRequestView']>('GET', path, { query });
    return items.toReversed();
  }

  /**
   * The first request with all that the pattern names, such as `{ json: { conversion: { status: 'Success' } } }`, as
   * soon as it came. Throws a {@link PitlaneTimeout} that shows what came instead.
   */
  async waitFor(pattern: Readonly<Record<string, unknown>> = {}, timeoutMs?: number): Promise<ReceivedRequest> {
    const look = async (): Promise<ReceivedRequest | null> =>
      (await this.requests()).find((request) => matches(pattern, request)) ?? null;
    const found = await until(look, timeoutMs);
    if (found !== null) return found;
    throw new PitlaneTimeout(
      `The receiver ${this.name} got no request with ${JSON.stringify(pattern)}. ${tellRequests(await this.requests())}`,
    );
  }
}

export async function putReceiver(http: AdminHttp, name: string, steps: readonly Step[]): Promise<{ url: string }> {
  const given = steps.length === 0 ? [200] : steps;
  const script = given.map((step) => (typeof step === 'number' ? { status: step } : step));
  return http.call('PUT', `/emulator/receivers/${name}`, { body: { script } });
}

/** What came, for a message. */
export function tellRequests(requests: readonly ReceivedRequest[]): string {
  if (requests.length === 0) return 'Nothing came.';
  const lines = requests.map(({ number, method, url, answered, body }) =>
    `  ${String(number)} ${method} ${url} → ${answered}  ${body.slice(0, 200)}`.trimEnd(),
  );
  return `What came:\n${lines.join('\n')}`;
}
