import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '@app/store';
import { Problem } from '../../http/problem';
import { checksOf, stretchOf } from './integrity-checks';
import {
  beginLook,
  countStretch,
  readNow,
  readOldestDueMs,
  readStart,
  runCheck,
  type Bounds,
  type Counted,
} from './integrity-queries';
import type { IntegrityCheck, IntegrityQuery, IntegrityView } from './integrity.dto';

/** Deliveries of an account that are looked at where nobody says from when. */
const MOST_UNASKED = 20_000;
/** Of one statement: whoever asks for too much shall not hold up those who are at work. */
const MOST_MS = 10_000;
const CANCELLED = '57014';

/** Counts what is in the ledger, in one snapshot of it. */
@Injectable()
export class IntegrityService {
  constructor(private readonly database: Database) {}

  /** `null`: all accounts. */
  async check(accountId: string | null, query: IntegrityQuery): Promise<IntegrityView> {
    try {
      return await this.database.transaction((tx) => look(tx, accountId, query));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === CANCELLED) {
        throw new Problem(422, 'There is too much in this stretch to be counted in 10 s: narrow it by from and to.', [
          { field: 'from', message: 'There is too much since then.' },
        ]);
      }
      throw error;
    }
  }
}

async function look(tx: Tx, accountId: string | null, query: IntegrityQuery): Promise<IntegrityView> {
  await beginLook(tx, MOST_MS);
  const to = query.to ?? (await readNow(tx, accountId));
  const from = query.from ?? (await readStart(tx, accountId, { to, most: MOST_UNASKED }));
  if (from > to) throw Problem.field('from', 'from is after to.');
  const bounds: Bounds = [accountId, from, to];
  const stretch = stretchOf(accountId);
  const counted = await countStretch(tx, stretch, bounds);
  const checks: IntegrityCheck[] = [accountedFor(counted)];
  for (const check of checksOf(stretch)) {
    const { found, examples } = await runCheck(tx, check, bounds);
    checks.push({ name: check.name, about: check.about, ok: found === 0, found, examples });
  }
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    ok: checks.every(({ ok }) => ok),
    ...counted,
    lost: checks.find(({ name }) => name === 'planned')?.found ?? 0,
    oldestDueMs: await readOldestDueMs(tx, accountId),
    checks,
  };
}

function accountedFor({ planned, sent, failed, waiting, skipped }: Counted): IntegrityCheck {
  const found = Math.abs(planned - sent - failed - waiting - skipped);
  const about = 'What was planned is Sent, Failed, Skipped or waiting.';
  return { name: 'accounted', about, ok: found === 0, found, examples: [] };
}
