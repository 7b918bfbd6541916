import { Grouped } from '../grouped';

/** A write that waits to be let through; what it answers for a number is its double. */
class Gate {
  readonly batches: number[][] = [];
  private readonly waiting: ((error?: Error) => void)[] = [];

  readonly write = (items: number[]): Promise<number[]> => {
    this.batches.push(items);
    return new Promise((resolve, reject) => {
      this.waiting.push((error) => {
        if (error === undefined) resolve(items.map((item) => item * 2));
        else reject(error);
      });
    });
  };

  /** Ends the oldest write that is under way. */
  end(error?: Error): void {
    this.waiting.shift()?.(error);
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe(Grouped.name, () => {
  let gate: Gate;
  let commits: Grouped<number, number>;
  let answered: (number | string)[];

  const add = (item: number): Promise<void> =>
    commits.add(item).then(
      (result) => void answered.push(result / 2),
      (error: unknown) => void answered.push(`${item}: ${(error as Error).message}`),
    );

  beforeEach(() => {
    gate = new Gate();
    commits = new Grouped(gate.write, 'spec');
    answered = [];
  });

  it('should answer nobody before the write has ended', async () => {
    const adding = add(1);
    await nextTurn();
    await nextTurn();
    expect(gate.batches).toEqual([[1]]);
    expect(answered).toEqual([]);
    gate.end();
    await adding;
    expect(answered).toEqual([1]);
  });

  it('should write together what comes in the same turn', async () => {
    const adding = Promise.all(range(1, 5).map(add));
    await nextTurn();
    gate.end();
    await adding;
    expect(gate.batches).toEqual([range(1, 5)]);
    expect(answered).toEqual(range(1, 5));
  });

  it('should gather what comes while both slots are taken', async () => {
    const adding: Promise<void>[] = [];
    for (const item of [1, 2, 3, 4, 5]) {
      adding.push(add(item));
      await nextTurn();
    }
    expect(gate.batches).toEqual([[1], [2]]);
    gate.end();
    await nextTurn();
    expect(gate.batches).toEqual([[1], [2], [3, 4, 5]]);
    gate.end();
    gate.end();
    await Promise.all(adding);
    expect(answered).toEqual([1, 2, 3, 4, 5]);
  });

  it('should let a group leave beside another one only when it is large enough', async () => {
    commits = new Grouped(gate.write, 'spec', { besides: 3 });
    const adding = [add(1)];
    await nextTurn();
    adding.push(add(2), add(3));
    await nextTurn();
    expect(gate.batches).toEqual([[1]]);
    adding.push(add(4));
    await nextTurn();
    expect(gate.batches).toEqual([[1], [2, 3, 4]]);
    adding.push(add(5));
    gate.end();
    await nextTurn();
    expect(gate.batches).toEqual([[1], [2, 3, 4]]);
    gate.end();
    await nextTurn();
    expect(gate.batches).toEqual([[1], [2, 3, 4], [5]]);
    gate.end();
    await Promise.all(adding);
    expect(answered).toEqual([1, 2, 3, 4, 5]);
  });

  it('should write at most 500 at once', async () => {
    const adding = Promise.all(range(1, 1_200).map(add));
    await nextTurn();
    for (let write = 0; write < 3; write++) {
      gate.end();
      await nextTurn();
    }
    await adding;
    expect(gate.batches.map(({ length }) => length)).toEqual([500, 500, 200]);
  });

  it('should let one bad item spoil no other', async () => {
    const adding = Promise.all(range(1, 3).map(add));
    await nextTurn();
    gate.end(new Error('bad batch'));
    await nextTurn();
    gate.end();
    await nextTurn();
    gate.end(new Error('bad item'));
    await nextTurn();
    gate.end();
    await adding;
    expect(gate.batches).toEqual([[1, 2, 3], [1], [2], [3]]);
    expect(answered).toEqual([1, '2: bad item', 3]);
  });

  it('should refuse a result too few', async () => {
    const short = new Grouped((items: number[]) => Promise.resolve(items.slice(1)), 'spec');
    await expect(short.add(1)).rejects.toThrow('1 items got 0 results.');
  });

  it('should try a lone item once', async () => {
    const adding = add(1);
    await nextTurn();
    gate.end(new Error('bad item'));
    await adding;
    expect(gate.batches).toEqual([[1]]);
    expect(answered).toEqual(['1: bad item']);
  });

  it('should be drained once nothing is waiting or under way', async () => {
    await commits.drained();
    const adding = [add(1), add(2)];
    let isDrained = false;
    const draining = commits.drained().then(() => (isDrained = true));
    await nextTurn();
    adding.push(add(3));
    await nextTurn();
    gate.end();
    await nextTurn();
    expect(isDrained).toBe(false);
    gate.end();
    await draining;
    await Promise.all(adding);
    expect(answered).toEqual([1, 2, 3]);
  });

  it('should go on after a failure', async () => {
    const failing = add(1);
    await nextTurn();
    gate.end(new Error('down'));
    await failing;
    const adding = add(2);
    await nextTurn();
    gate.end();
    await adding;
    await commits.drained();
    expect(answered).toEqual(['1: down', 2]);
  });
});
