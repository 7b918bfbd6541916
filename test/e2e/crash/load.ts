import { setTimeout as pause } from 'node:timers/promises';
import type { Account } from '../support/account';
import type { Envelope, Offer } from '../support/answers';
import { request } from '../support/http';

const RETRY_AFTER_MS = 10;

/** Clicks and postbacks from several callers at once, without a pause, whatever becomes of the server. */
export class Load {
  /** What the server has acknowledged. */
  readonly clicks: string[] = [];
  readonly conversions: string[] = [];
  private readonly callers: Promise<void>[];
  private stopped = false;

  constructor(
    private readonly account: Account,
    private readonly offer: Offer,
    callers: number,
  ) {
    this.callers = Array.from({ length: callers }, () => this.call());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.callers);
  }

  private async call(): Promise<void> {
    while (!this.stopped) {
      try {
        const { clickId } = await this.account.click(this.offer);
        this.clicks.push(clickId);
        await this.convert(clickId);
      } catch {
        // The server is away, or went away before it answered.
        await pause(RETRY_AFTER_MS);
      }
    }
  }

  private async convert(clickId: string): Promise<void> {
    const { status, json } = await request(`${this.account.local(this.account.postbackUrl)}&gk_click_id=${clickId}`);
    if (status !== 200) return;
    this.conversions.push((json as Envelope<{ conversionId: string }>).data!.conversionId);
  }
}
