import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 10;
const USUAL_PATIENCE_MS = 10_000;

/**
 * Resolves with what `fact` answers once that is neither `undefined`, `null` nor `false`; until then it looks again. A fact
 * may also be an `expect(…)` that throws. Fails, with what was seen last, when `within` (milliseconds) is over.
 */
export async function until<Seen>(
  fact: () => Seen | Promise<Seen>,
  { within = USUAL_PATIENCE_MS }: { within?: number } = {},
): Promise<NonNullable<Seen>> {
  const deadline = performance.now() + within;
  for (;;) {
    const { seen, trouble } = await look(fact);
    if (seen !== undefined && seen !== null && seen !== false) return seen;
    if (performance.now() >= deadline) throw new Error(complaint(fact, within, trouble ?? seen));
    await pause(LOOK_EVERY_MS);
  }
}

async function look<Seen>(fact: () => Seen | Promise<Seen>): Promise<{ seen?: Seen; trouble?: unknown }> {
  try {
    return { seen: await fact() };
  } catch (trouble) {
    return { trouble };
  }
}

function complaint(fact: () => unknown, within: number, last: unknown): string {
  const seen = last instanceof Error ? last.message : String(last);
  return `Not so within ${within} ms: ${fact.toString().replace(/\s+/g, ' ')}\nlast seen: ${seen}`;
}
