import { Turns } from './turns';

describe(Turns.name, () => {
  it('should let so many work at a time, the others in line, whatever becomes of the work', async () => {
    const turns = new Turns(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const all = Array.from({ length: 4 }, (_, n) =>
      turns.take(async () => {
        begun.push(n);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (n === 0) throw new Error('no');
        return n;
      }),
    );
    const settled = Promise.allSettled(all);
    expect(begun).toEqual([0, 1]);
    ends[0]?.();
    await expect(all[0]).rejects.toThrow('no');
    expect(begun).toEqual([0, 1, 2]);
    ends[1]?.();
    await all[1];
    expect(begun).toEqual([0, 1, 2, 3]);
    for (const end of ends) end();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    await expect(turns.take(() => Promise.resolve('free again'))).resolves.toBe('free again');
  });
});
