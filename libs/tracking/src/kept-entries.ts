import type { Tx } from '@app/store';

interface Kept<Entry> {
  entry: Entry;
  accountId: string;
}

/** Rows of one kind of configuration in memory, each belonging to an account and forgotten with it. What does not exist is never kept. */
export class KeptEntries<Entry> {
  private readonly kept = new Map<string, Kept<Entry>>();
  /** Rises whenever something is forgotten: what was being read meanwhile may be old already. */
  private generation = 0;

  /** Reads that memory could not answer. */
  misses = 0;

  constructor(
    private readonly load: (tx: Tx, key: string) => Promise<Entry | null>,
    private readonly accountOf: (entry: Entry) => string,
  ) {}

  get size(): number {
    return this.kept.size;
  }

  /** What is in memory already. */
  known(key: string): Entry | undefined {
    return this.kept.get(key)?.entry;
  }

  async read(key: string, tx: Tx): Promise<Entry | null> {
    const known = this.known(key);
    if (known !== undefined) return known;
    this.misses += 1;
    const { generation } = this;
    const entry = await this.load(tx, key);
    if (entry !== null && generation === this.generation) {
      this.kept.set(key, { entry, accountId: this.accountOf(entry) });
    }
    return entry;
  }

  /** `null`: everything, of every account. */
  forget(accountId: string | null): void {
    this.generation += 1;
    if (accountId === null) this.kept.clear();
    else for (const [key, kept] of this.kept) if (kept.accountId === accountId) this.kept.delete(key);
  }
}
