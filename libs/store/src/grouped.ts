interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

const LARGEST_GROUP = 500;

export interface GroupedOptions {
  /** Groups that may be under way at once. */
  slots?: number;
  /** A group leaves beside another one only with so many: a few more in the next cost less than a round trip of their own. */
  besides?: number;
}

/** What the groups of one name in this process came to: groups and their items so far, groups under way. */
export interface GroupFigures {
  groups: number;
  items: number;
  inFlight: number;
}

const FIGURES = new Map<string, GroupFigures>();

/** By the name that the groups were made with. */
export function groupFigures(): ReadonlyMap<string, Readonly<GroupFigures>> {
  return FIGURES;
}

function figuresOf(name: string): GroupFigures {
  const known = FIGURES.get(name);
  if (known !== undefined) return known;
  const figures = { groups: 0, items: 0, inFlight: 0 };
  FIGURES.set(name, figures);
  return figures;
}

/**
 * Gathers single calls into groups and answers each one after its group is done: one round trip, and for writes one
 * flush to disk, however many there are. No timer: a group leaves whenever one of the slots is free, so that load forms
 * the groups and a lone call waits for nobody.
 */
export class Grouped<Item, Result = Item> {
  private readonly figures: GroupFigures;
  private waiting: Waiting<Item, Result>[] = [];
  private inFlight = 0;
  private idle: (() => void)[] = [];
  private readonly slots: number;
  private readonly besides: number;

  /** `run` answers one result for each item, in their order. A group that fails is run again item by item. `name`: whose figures it adds to. */
  constructor(
    private readonly run: (items: Item[]) => Promise<readonly Result[]>,
    name: string,
    { slots = 2, besides = 1 }: GroupedOptions = {},
  ) {
    this.figures = figuresOf(name);
    this.slots = slots;
    this.besides = besides;
  }

  /** Resolves once the item's group is done: what it wrote is durable. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      // Calls that arrive in the same turn of the event loop share a group.
      if (this.waiting.length === this.leastToLeave()) setImmediate(() => this.flush());
    });
  }

  /** Resolves when nothing is waiting or in flight. */
  async drained(): Promise<void> {
    if (this.waiting.length === 0 && this.inFlight === 0) return;
    await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  /** How many must wait for a group to leave now. */
  private leastToLeave(): number {
    if (this.inFlight === 0) return 1;
    return this.inFlight < this.slots ? this.besides : Infinity;
  }

  private flush(): void {
    while (this.waiting.length >= this.leastToLeave()) {
      const group = this.waiting.splice(0, LARGEST_GROUP);
      this.inFlight += 1;
      this.figures.groups += 1;
      this.figures.items += group.length;
      this.figures.inFlight += 1;
      void this.finish(group);
    }
  }

  private async finish(group: Waiting<Item, Result>[]): Promise<void> {
    try {
      await this.runAll(group);
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else await this.runOneByOne(group);
    } finally {
      this.inFlight -= 1;
      this.figures.inFlight -= 1;
      this.flush();
      if (this.waiting.length === 0 && this.inFlight === 0) for (const resolve of this.idle.splice(0)) resolve();
    }
  }

  private async runAll(group: Waiting<Item, Result>[]): Promise<void> {
    const results = await this.run(group.map(({ item }) => item));
    if (results.length !== group.length) throw new Error(`${group.length} items got ${results.length} results.`);
    results.forEach((result, index) => group[index]?.resolve(result));
  }

  /** A group that failed as a whole must not let one item's trouble spoil the others. */
  private async runOneByOne(group: Waiting<Item, Result>[]): Promise<void> {
    for (const waiting of group) {
      try {
        await this.runAll([waiting]);
      } catch (error) {
        waiting.reject(error);
      }
    }
  }
}
