import {
  callbackBody,
  decideAfterAttempt,
  MOST_HELD_BACK,
  MOST_PROBES,
  MOST_QUICK,
  renderPostback,
  verdictOnDuplicate,
  type AttemptVerdict,
  type MacroValues,
} from '@app/domain';
import type { Log, SecretBox, SendJob } from '@app/runtime';
import {
  Grouped,
  settleAttempts,
  startAttempts,
  type Database,
  type Settlement,
  type StartedDelivery,
} from '@app/store';
import type { HttpSender, OutboundRequest, SendResult } from './http-sender';
import type { FaultInjector, Injection } from './faults/fault-injector';
import { mark } from './marks';
import { ATTEMPTED } from './observe/attempted';
import { toSettlement } from './to-settlement';

const USER_AGENT = 'Pitlane/0.1';
/** How much longer than its time-out an attempt is its worker's alone. */
const LEASE_MARGIN_MS = 10_000;
/** As much as `shareRooms` ever gives at once. */
const MOST_IN_FLIGHT = MOST_QUICK + MOST_HELD_BACK + 2 * MOST_PROBES;

export interface SendTools {
  sender: HttpSender;
  secrets: SecretBox;
  log: Log;
  /** Does what accounts ask to be done to what they are sent; `null`, in the profile `production`: nobody does. */
  faults?: FaultInjector | null;
}

export interface SendSettings {
  timeoutMs: number;
  /** Called after outcomes were written: successors and retries may be due, receivers have room again. */
  onSettled: () => void;
}

/** What is done to one attempt, and by whom. */
interface Injected {
  injection: Injection;
  faults: FaultInjector;
}

/** How long an attempt is its worker's alone, from its beginning. */
export const attemptLeaseMs = (timeoutMs: number): number => timeoutMs + LEASE_MARGIN_MS;

/** Sends a leased batch. Each delivery is settled on its own outcome, and a slow one holds nobody else up. */
export class SendDeliveries {
  private readonly settlements: Grouped<Settlement>;
  private readonly inFlight = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly tools: SendTools,
    private readonly settings: SendSettings,
  ) {
    this.settlements = new Grouped(async (settled: Settlement[]) => {
      mark('before-commit');
      await settleAttempts(database, settled);
      mark('after-commit');
      settings.onSettled();
      return settled;
    }, 'settlements');
  }

  /** Resolves once all of the batch are on their way; their outcomes come later. */
  async send({ lease, deliveryIds }: SendJob): Promise<void> {
    while (this.inFlight.size >= MOST_IN_FLIGHT) await Promise.race(this.inFlight);
    const started = await startAttempts(this.database, lease, deliveryIds, attemptLeaseMs(this.settings.timeoutMs));
    if (started.length > 0) mark('after-attempt-row');
    const { faults } = this.tools;
    const faulty: StartedDelivery[] = [];
    for (const delivery of started) {
      if (delivery.faults === null || !faults) this.follow(this.sendOne(lease, delivery));
      else faulty.push(delivery);
    }
    if (faults && faulty.length > 0) this.follow(this.sendFaulty(lease, faulty, faults));
  }

  private follow(work: Promise<void>): void {
    const sending = work.finally(() => this.inFlight.delete(sending));
    this.inFlight.add(sending);
  }

  /** Decided one after the other: who changes places with whom must not hang on who is faster. Resolves when all have ended. */
  private async sendFaulty(
    lease: string,
    deliveries: readonly StartedDelivery[],
    faults: FaultInjector,
  ): Promise<void> {
    const sending: Promise<void>[] = [];
    for (const delivery of deliveries) {
      try {
        const injection = await faults.inject(lease, delivery);
        if (injection !== 'put off') sending.push(this.sendInjected(lease, delivery, { injection, faults }));
      } catch (error) {
        this.tools.log.error({ err: error, deliveryId: delivery.id }, 'a fault could not be injected');
      }
    }
    await Promise.all(sending);
  }

  private async sendInjected(lease: string, delivery: StartedDelivery, injected: Injected): Promise<void> {
    await this.sendOne(lease, delivery, injected);
    const { injection, faults } = injected;
    if (injection.releases === null) return;
    try {
      await faults.release(injection.releases);
      this.settings.onSettled();
    } catch (error) {
      // Whoever was held back goes by itself, later.
      this.tools.log.warn({ err: error, deliveryId: injection.releases }, 'a held delivery could not be released');
    }
  }

  get attemptsInFlight(): number {
    return this.inFlight.size;
  }

  /** Waits for what is in flight, at most so long. */
  async drained(mostMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, mostMs);
    });
    await Promise.race([Promise.all(this.inFlight), late]);
    clearTimeout(timer);
  }

  private async sendOne(lease: string, delivery: StartedDelivery, injected?: Injected): Promise<void> {
    try {
      const { request, refusal } = this.prepare(delivery);
      const startedAt = performance.now();
      const result = request === null ? refusal : await this.exchange(request, injected);
      mark('after-response');
      const verdict = verdictOf(delivery, result);
      const isAgain = injected?.injection.duplicate === true && verdict.kind === 'sent';
      if (isAgain) await injected.faults.notesDuplicate(delivery);
      const becomes = isAgain ? 'again' : delivery.trigger === 'fault' ? 'sent' : undefined;
      await this.settlements.add(toSettlement({ lease, delivery, request, result, verdict, becomes }));
      ATTEMPTED.tell({ delivery, result, verdict, startedAt });
      this.logAttempt(delivery, result, verdict);
    } catch (error) {
      // Not settled: the lease runs out, and the attempt is closed as lost by whoever takes over.
      this.tools.log.error({ err: error, deliveryId: delivery.id }, 'an attempt could not be settled');
    }
  }

  private exchange(request: OutboundRequest, injected: Injected | undefined): Promise<SendResult> {
    const { sender } = this.tools;
    return injected === undefined ? sender.send(request) : injected.faults.send(sender, request, injected.injection);
  }

  /** What can't be built fails and says so: unsettled, it would come back for ever. */
  private prepare(delivery: StartedDelivery): { request: OutboundRequest | null; refusal: SendResult } {
    try {
      return { request: this.toRequest(delivery), refusal: SECRET_UNREADABLE };
    } catch (error) {
      this.tools.log.error({ err: error, deliveryId: delivery.id }, 'a request could not be built');
      return { request: null, refusal: UNBUILDABLE };
    }
  }

  /** `null`: the secret header can't be read with this process's key, and nothing goes out without it. */
  private toRequest(delivery: StartedDelivery): OutboundRequest | null {
    const { kind, target, method, payload, nullMacro } = delivery;
    const { timeoutMs } = this.settings;
    if (kind === 'postback') {
      const values = readMacroValues(payload);
      return {
        url: renderPostback(target, values, nullMacro),
        method,
        headers: { 'user-agent': USER_AGENT, accept: '*/*' },
        body: null,
        timeoutMs,
      };
    }
    const secret = this.secretOf(delivery);
    if (secret === null) return null;
    const headers = { 'content-type': 'application/json', 'user-agent': USER_AGENT, accept: '*/*', ...secret };
    return { url: target, method, headers, body: callbackBody(delivery.id, delivery.startedAt, payload), timeoutMs };
  }

  private secretOf({ accountId, secretHeader, secretValueSealed }: StartedDelivery): Record<string, string> | null {
    if (secretHeader === null || secretValueSealed === null) return {};
    const value = this.tools.secrets.open(secretValueSealed, accountId);
    return value === null ? null : { [secretHeader.toLowerCase()]: value };
  }

  private logAttempt(delivery: StartedDelivery, { outcome, durationMs }: SendResult, verdict: AttemptVerdict): void {
    if (!this.tools.log.isLevelEnabled('info')) return;
    this.tools.log.info(
      {
        deliveryId: delivery.id,
        accountId: delivery.accountId,
        conversionId: delivery.conversionId,
        kind: delivery.kind,
        attempt: delivery.attempt,
        trigger: delivery.trigger,
        verdict: verdict.kind,
        status: outcome.kind === 'answered' ? outcome.status : undefined,
        code: 'code' in outcome ? outcome.code : undefined,
        durationMs,
      },
      'delivery.attempted',
    );
  }
}

function verdictOf(
  { trigger, retryProfile, retryWaitsMs, retriesMade }: StartedDelivery,
  { outcome, retryAfterMs }: SendResult,
): AttemptVerdict {
  const policy = { profile: retryProfile, waitsMs: retryWaitsMs };
  const verdict = decideAfterAttempt(policy, outcome, retriesMade, retryAfterMs ?? undefined);
  return trigger === 'fault' ? verdictOnDuplicate(verdict) : verdict;
}

/** The payload of a postback is what `planDeliveries` wrote: macro values as JSON. */
const readMacroValues: (payload: string) => MacroValues = JSON.parse;

const SECRET_UNREADABLE = refusedHere(
  'SECRET_UNREADABLE',
  'The secret header was sealed with another PITLANE_SECRET_KEY: save it again',
);
const UNBUILDABLE = refusedHere(
  'REQUEST_UNBUILDABLE',
  'The request could not be built from the target and the payload',
);

function refusedHere(code: string, message: string): SendResult {
  return { outcome: { kind: 'refused', code, message }, retryAfterMs: null, durationMs: 0 };
}
