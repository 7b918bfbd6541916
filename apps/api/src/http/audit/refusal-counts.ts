import type { NewAuditLog } from '@app/store';

/** A refused call as a row of its own, but for its id and count. */
export type RefusedCall = Omit<NewAuditLog, 'id' | 'outcome' | 'calls' | 'changes'>;

interface Count {
  call: RefusedCall;
  /** Since the last row. */
  more: number;
}

const MOST_COUNTS = 1_000;
const OTHERS: Pick<RefusedCall, 'actor' | 'keyId' | 'keyScope' | 'accountId' | 'sourceIp'> = {
  ...{ actor: 'unknown', keyId: null, keyScope: null, accountId: null, sourceIp: 'many' },
};

/** Refused calls, so counted that a flood leaves few rows: the first of an address at once, the rest with each look. */
export class RefusalCounts {
  private readonly counts = new Map<string, Count>();

  /** Whether the call is to be written by itself; else it waits for {@link take}. */
  isFirst(address: string, call: RefusedCall): boolean {
    const known = `${address} ${String(call.httpStatus)} ${call.keyId ?? ''}`;
    const isFull = this.counts.size >= MOST_COUNTS && !this.counts.has(known);
    const key = isFull ? 'others' : known;
    const count = this.counts.get(key);
    if (count !== undefined) count.more += 1;
    else this.counts.set(key, { call: isFull ? { ...call, ...OTHERS } : call, more: isFull ? 1 : 0 });
    return count === undefined && !isFull;
  }

  /** What came since the last look, and forgets whoever has stopped. */
  take(): { call: RefusedCall; calls: number }[] {
    const waiting: { call: RefusedCall; calls: number }[] = [];
    for (const [key, count] of this.counts) {
      if (count.more === 0) this.counts.delete(key);
      else waiting.push({ call: count.call, calls: count.more });
      count.more = 0;
    }
    return waiting;
  }
}
