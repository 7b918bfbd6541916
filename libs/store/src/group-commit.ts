interface Waiting<Item> {
  item: Item;
  resolve: () => void;
  reject: (error: unknown) => void;
}

const LARGEST_BATCH = 500;

/**
 * Gathers single writes into batches and answers each one after its batch has been committed.
 * No timer: a batch leaves whenever one of the slots is free, so that load forms the batches and a lone write waits for nobody.
 */
export class GroupCommit<Item> {
  private waiting: Waiting<Item>[] = [];
  private inFlight = 0;
  private idle: (() => void)[] = [];

  constructor(
    private readonly write: (items: Item[]) => Promise<unknown>,
    private readonly slots = 2,
  ) {}

  /** Resolves once the item is durable. */
  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      // Calls that arrive in the same turn of the event loop share a batch.
      if (this.waiting.length === 1 && this.inFlight < this.slots) setImmediate(() => this.flush());
    });
  }

  /** Resolves when nothing is waiting or in flight. */
  async drained(): Promise<void> {
    if (this.waiting.length === 0 && this.inFlight === 0) return;
    await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private flush(): void {
    while (this.inFlight < this.slots && this.waiting.length > 0) {
      const batch = this.waiting.splice(0, LARGEST_BATCH);
      this.inFlight += 1;
      void this.commit(batch);
    }
  }

  private async commit(batch: Waiting<Item>[]): Promise<void> {
    try {
      await this.write(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else await this.commitOneByOne(batch);
    } finally {
      this.inFlight -= 1;
      this.flush();
      if (this.waiting.length === 0 && this.inFlight === 0) for (const resolve of this.idle.splice(0)) resolve();
    }
  }

  /** A batch that failed as a whole must not let one item's trouble spoil the others. */
  private async commitOneByOne(batch: Waiting<Item>[]): Promise<void> {
    for (const { item, resolve, reject } of batch) {
      try {
        await this.write([item]);
        resolve();
      } catch (error) {
        reject(error);
      }
    }
  }
}
