import { setTimeout as pause } from 'node:timers/promises';
import type { PlayedConversion } from '../platform/answers';

const POLL_MS = 50;
const PATIENCE_MS = 5_000;
const REQUEST_MS = 5_000;

type Known = Pick<PlayedConversion, 'conversionId' | 'memberId'>;

/** What the integrator's own books say: a number, or why there is none. */
export type Count = { kind: 'counted'; rewards: number } | { kind: 'unknown'; why: string };

/** Asks the integrator's verify URL how often a conversion is rewarded now: 0 for one that is unknown or was taken back. */
export class Rewards {
  constructor(private readonly template: string) {}

  /** Asks until the number is the one that is wanted; an endpoint may acknowledge first and reward a moment later. */
  async awaited(conversion: Known, wanted: number): Promise<Count> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const count = await this.count(conversion);
      if (isSettled(count, wanted) || performance.now() >= until) return count;
      await pause(POLL_MS);
    }
  }

  /** How it stands now. */
  async count(conversion: Known): Promise<Count> {
    const url = verifyAddress(this.template, conversion);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_MS) });
      return readCount(response.status, await response.text());
    } catch (error) {
      return { kind: 'unknown', why: `${url} did not answer: ${reasonOf(error)}` };
    }
  }
}

/** It is so, or it is past mending: who was rewarded twice will not be less so in a moment. */
function isSettled(count: Count, wanted: number): boolean {
  return count.kind === 'counted' && (count.rewards === wanted || (wanted > 0 && count.rewards > wanted));
}

/** The template with its placeholders filled in. */
export function verifyAddress(template: string, { conversionId, memberId }: Known): string {
  return template
    .replaceAll('{conversionId}', encodeURIComponent(conversionId))
    .replaceAll('{memberId}', encodeURIComponent(memberId));
}

/** A number, or an object whose `rewards` is one; 404 is none. */
export function readCount(status: number, text: string): Count {
  if (status === 404) return { kind: 'counted', rewards: 0 };
  if (status < 200 || status > 299) return { kind: 'unknown', why: `the verify URL answered ${String(status)}` };
  const rewards = numberIn(text);
  if (rewards !== null) return { kind: 'counted', rewards };
  return { kind: 'unknown', why: `the verify URL answered no number of rewards, but ${text.slice(0, 200)}` };
}

function numberIn(text: string): number | null {
  try {
    const json: unknown = JSON.parse(text);
    const found: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'rewards') : json;
    return typeof found === 'number' ? found : null;
  } catch {
    return null;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
