/** How many calls may be under way: enough to keep a server busy, few enough to leave it room. */
const AT_ONCE = 16;

/** Runs the work `times` times, some at once, and tells after each how many are done. The first error ends it. */
export async function many(
  times: number,
  work: (index: number) => Promise<void>,
  onDone: (done: number) => void = () => undefined,
): Promise<void> {
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (next < times) {
      const index = next++;
      await work(index).catch((error: unknown) => {
        next = times;
        throw error;
      });
      onDone(++done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, times) }, lane));
}
