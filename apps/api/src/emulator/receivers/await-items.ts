import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 25;

/** Reads until there is something, the time is over, or nobody listens any more. Real time: it is a person or a test that waits. */
export async function awaitItems<Item>(
  read: () => Promise<Item[]>,
  { timeoutMs, isGone }: { timeoutMs: number; isGone: () => boolean },
): Promise<Item[]> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const items = await read();
    const leftMs = until - performance.now();
    if (items.length > 0 || leftMs <= 0 || isGone()) return items;
    await pause(Math.min(POLL_MS, leftMs));
  }
}
