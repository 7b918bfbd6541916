/** A reading that takes longer is kept, so that counting many clicks does not make every call of the wall a slow one. */
const LONG_READING_MS = 50;
/** It is kept for so many times as long as it took: counting costs a twentieth of the time at most. */
const KEPT_TIMES = 20;
const MOST_ACCOUNTS = 1_000;

/** Earnings per click by offer. */
export type Earnings = ReadonlyMap<string, number>;

/** Earnings of accounts: exact where counting is quick, else a moment old. Real time: it protects the machine. G§7.3. */
export class OfferEarnings {
  private readonly kept = new Map<string, { earnings: Earnings; until: number }>();

  constructor(private readonly read: (accountId: string) => Promise<Earnings>) {}

  async of(accountId: string): Promise<Earnings> {
    const known = this.kept.get(accountId);
    const startedAt = performance.now();
    if (known !== undefined && known.until > startedAt) return known.earnings;
    const earnings = await this.read(accountId);
    const readAt = performance.now();
    this.kept.delete(accountId);
    const tookMs = readAt - startedAt;
    if (tookMs > LONG_READING_MS) this.keep(accountId, earnings, readAt + KEPT_TIMES * tookMs);
    return earnings;
  }

  private keep(accountId: string, earnings: Earnings, until: number): void {
    this.kept.set(accountId, { earnings, until });
    const oldest = this.kept.keys().next();
    if (this.kept.size > MOST_ACCOUNTS && oldest.done !== true) this.kept.delete(oldest.value);
  }
}
