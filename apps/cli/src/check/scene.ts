import type { CheckOptions } from './check-options';
import type { Finding } from './finding';
import type { Exchange } from './exchange';
import type { PlayedConversion } from './platform/answers';
import type { Platform } from './platform/platform';
import type { Rewards } from './receiver/rewards';
import type { OwnRequest, Sender } from './receiver/sender';

/** How often a conversion has to be rewarded once all is over. */
export interface Expectation {
  conversion: Pick<PlayedConversion, 'conversionId' | 'memberId'>;
  rewards: number;
}

/** Whoever a case is played with. */
export interface Cast {
  options: CheckOptions;
  platform: Platform;
  sender: Sender;
  /** `null`: nobody can ask. */
  rewards: Rewards | null;
  /** A Success callback that the platform sent, from which others are made; `null` before there is one. */
  captured: Exchange | null;
}

/** One case on its way: what was made and sent so far. */
export class Scene {
  readonly exchanges: Exchange[] = [];
  /** In the order in which they were made. */
  readonly conversions: PlayedConversion[] = [];
  readonly notes: string[] = [];
  /** The delivery that went out last. */
  deliveryId = '';
  private readonly expected = new Map<string, Expectation>();

  constructor(readonly cast: Cast) {}

  /** The conversion that the case is about. */
  get conversion(): PlayedConversion {
    const last = this.conversions.at(-1);
    if (last === undefined) throw new Error('The case has made no conversion yet.');
    return last;
  }

  /** The next callback of a conversion, as the platform sends it. */
  async take(conversionId: string, what: string): Promise<Exchange> {
    const { deliveryId, ...exchange } = await this.cast.platform.nextCallback(conversionId, what);
    this.deliveryId = deliveryId;
    return this.keep(exchange);
  }

  async send(request: OwnRequest): Promise<Exchange> {
    return this.keep(await this.cast.sender.send(request));
  }

  keep(exchange: Exchange): Exchange {
    this.exchanges.push(exchange);
    return exchange;
  }

  /** What is left for the end, or for a person: the last word on each conversion counts. */
  get expectations(): Expectation[] {
    return [...this.expected.values()];
  }

  /** Remembers how it has to end, and asks now, where somebody can be asked. */
  async rewarded(conversion: Expectation['conversion'], rewards: number): Promise<Finding | null> {
    this.expected.set(conversion.conversionId, { conversion, rewards });
    const count = await this.cast.rewards?.awaited(conversion, rewards);
    if (count === undefined) return null;
    const got = count.kind === 'counted' ? inRewards(count.rewards) : count.why;
    if (count.kind === 'counted' && count.rewards === rewards) return null;
    return wrongRewards({ conversion, rewards }, got, this.exchanges.at(-1) ?? null);
  }
}

export function wrongRewards({ conversion, rewards }: Expectation, got: string, exchange: Exchange | null): Finding {
  return { expected: `${inRewards(rewards)} for the conversion ${conversion.conversionId}`, got, exchange };
}

export function inRewards(rewards: number): string {
  return `${String(rewards)} reward${rewards === 1 ? '' : 's'}`;
}
