import { IsBoolean, IsOptional } from 'class-validator';
import { toBoolean } from '../../http/lists/page';
import { IsInstant } from '../../http/lists/query-fields';

export class IntegrityQuery {
  /** Looks at deliveries and changes of status since then; unset: 24 hours before `to`, or less where that would be more than 20,000 deliveries of an account. */
  @IsOptional() @IsInstant() from?: Date;

  /** Up to and with this instant; unset: now, by the account's clock. */
  @IsOptional() @IsInstant() to?: Date;

  /** All accounts of this installation, by its own clock; for the root key alone. */
  @IsOptional() @toBoolean @IsBoolean() all?: boolean;
}

/** Something that must never be. */
export interface IntegrityCheck {
  name: string;
  /** What was looked for, in a sentence. */
  about: string;
  ok: boolean;
  /** How many break it; 0 when `ok`. */
  found: number;
  /** Ids of some that break it. */
  examples: string[];
}

/** What was planned in a stretch of time and what became of it. `planned` = `sent` + `failed` + `waiting` + `skipped`. */
export interface IntegrityView {
  from: string;
  to: string;
  /** Whether every check is ok. */
  ok: boolean;
  /** Deliveries that came about. */
  planned: number;
  sent: number;
  failed: number;
  /** To be sent, now or later. */
  waiting: number;
  skipped: number;
  /** Changes of status that planned nothing: 0. */
  lost: number;
  /** Attempts whose worker vanished; another worker took over. */
  rescued: number;
  /** Deliveries that their receiver may have seen twice; their attempts say so. */
  duplicatesFlagged: number;
  attempts: number;
  /** Age of the oldest delivery that is due and not sent, whenever it was planned, in milliseconds. */
  oldestDueMs: number;
  checks: IntegrityCheck[];
}
