import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 10;
/** How long the kit waits for what must happen by itself, unless told otherwise. */
export const PATIENCE_MS = 5_000;

/** Looks until there is something, or the time is over: then `null`. */
export async function until<Found>(look: () => Promise<Found | null>, timeoutMs = PATIENCE_MS): Promise<Found | null> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null || performance.now() >= deadline) return found;
    await pause(LOOK_AGAIN_MS);
  }
}
