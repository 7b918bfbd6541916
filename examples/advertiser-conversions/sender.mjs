// Reports conversions to GoKart by its postback, server to server: each of an outbox, until it was taken or can never be.
import { setTimeout as pause } from 'node:timers/promises';

/** Answers that say nothing about the conversion: it is tried again. */
const TRY_AGAIN = new Set([408, 429, 500, 502, 503, 504]);
const TIME_LIMIT_MS = 10_000;

/** The platform takes calls of the same conversion as one, so that a lost answer does no harm. */
export class ConversionSender {
  #postbackUrl;
  #waitsMs;

  /** `postbackUrl`: the one that the platform shows, signature and all. `waitsMs`: before each further try. */
  constructor({ postbackUrl, waitsMs = [1_000, 5_000, 25_000] }) {
    this.#postbackUrl = postbackUrl;
    this.#waitsMs = waitsMs;
  }

  /**
   * Reports one conversion. `{kind: 'recorded', conversionId, status, rejectionReason}`: the platform has it, whatever it
   * made of it; `{kind: 'refused', status, messages}`: it never will; `{kind: 'unsent', reason}`: later, perhaps.
   */
  async send({ clickId, eventId, amount, orderId }) {
    const url = new URL(this.#postbackUrl);
    const parameters = { gk_click_id: clickId, cnv_event_id: eventId, cnv_amount: amount, cnv_conversion_id: orderId };
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    let result = await this.#try(url);
    for (const waitMs of this.#waitsMs) {
      if (result.kind !== 'unsent') break;
      await pause(Math.max(waitMs, result.afterMs ?? 0));
      result = await this.#try(url);
    }
    return result;
  }

  async #try(url) {
    try {
      const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIME_LIMIT_MS) });
      const envelope = await response.json().catch(() => ({}));
      if (response.ok) return { kind: 'recorded', ...envelope.data };
      if (!TRY_AGAIN.has(response.status)) {
        return { kind: 'refused', status: response.status, messages: envelope.messages ?? [] };
      }
      const afterMs = Number(response.headers.get('retry-after') ?? 0) * 1_000;
      return { kind: 'unsent', reason: `HTTP ${response.status}`, afterMs };
    } catch (error) {
      return { kind: 'unsent', reason: error.cause?.code ?? error.name };
    }
  }
}
