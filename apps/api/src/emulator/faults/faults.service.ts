import { Injectable } from '@nestjs/common';
import { FAIL_POINTS, type FailPoint, type OutboundFaults } from '@app/domain';
import { Database, readFaults, setFaults } from '@app/store';
import { AccountWrites, DueSignal } from '@app/tracking';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { Problem } from '../../http/problem';
import { FAIL_NEXT_FORMS, MOST_FAILURES, type FailNext, type FaultsView, type SetFaults } from './faults.dto';

const NONE: OutboundFaults = { duplicate: 0, reorder: false, delayMs: 0, failNext: null, receiver: null, seed: 0 };

/** Faults on what an account is sent. K§7. */
@Injectable()
export class FaultsService {
  constructor(
    private readonly database: Database,
    private readonly writes: AccountWrites,
    private readonly due: DueSignal,
  ) {}

  async get({ id }: CurrentAccountRef): Promise<FaultsView> {
    const { faults, injected } = await readFaults(this.database, id);
    const { delayMs, ...rest } = faults ?? NONE;
    return { ...rest, delay: delayMs, injected: { duplicate: 0, reorder: 0, delay: 0, fail: 0, ...injected } };
  }

  async put(account: CurrentAccountRef, asked: SetFaults): Promise<FaultsView> {
    const faults = toFaults(asked);
    await this.set(account, isNothing(faults) ? null : faults);
    return this.get(account);
  }

  delete(account: CurrentAccountRef): Promise<void> {
    return this.set(account, null);
  }

  private async set({ id }: CurrentAccountRef, faults: OutboundFaults | null): Promise<void> {
    await this.writes.writeRaw(id, (tx) => setFaults(tx, id, faults));
    this.due.announce();
  }
}

function toFaults({ duplicate, reorder, delay, failNext, receiver, seed }: SetFaults): OutboundFaults {
  return {
    duplicate: duplicate ?? NONE.duplicate,
    reorder: reorder ?? NONE.reorder,
    delayMs: delay ?? NONE.delayMs,
    failNext: failNext === undefined ? null : withAllLeft(readFailNext(failNext)),
    receiver: receiver ?? null,
    seed: seed ?? NONE.seed,
  };
}

/** An account of which nothing is asked is as fast as one that never heard of faults. */
function isNothing({ duplicate, reorder, delayMs, failNext }: OutboundFaults): boolean {
  return duplicate === 0 && !reorder && delayMs === 0 && failNext === null;
}

function withAllLeft({ times, after }: Required<FailNext>): OutboundFaults['failNext'] {
  return { times, after, left: times };
}

function readFailNext(asked: unknown): Required<FailNext> {
  const fields: Readonly<Record<string, unknown>> = isObject(asked) ? asked : { times: asked };
  const { times, after = 'before', ...others } = fields;
  const point: FailPoint | undefined = FAIL_POINTS.find((each) => each === after);
  const isCount = typeof times === 'number' && Number.isInteger(times) && times >= 1 && times <= MOST_FAILURES;
  if (!isCount || point === undefined || Object.keys(others).length > 0) {
    throw Problem.field('failNext', `failNext must be ${FAIL_NEXT_FORMS}.`);
  }
  return { times, after: point };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
