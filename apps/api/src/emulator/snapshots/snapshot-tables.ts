import { removalsFor } from '../reset/reset-plan';

/** Rows of an account in one table. */
export interface AccountTable {
  table: string;
  /** On the account in `$1`. */
  where: string;
}

/** What a reset spares is data too. */
const SPARED = ' AND NOT is_default';

/** What the event stream has told stays told. */
const TOLD = 'platform_events';

/** Every table of an account's data, in the order in which rows can be removed; in reverse they can be written. Keys are no data. */
export const ACCOUNT_TABLES: readonly AccountTable[] = removalsFor([])
  .filter(({ table }) => table !== TOLD)
  .map(({ table, where }) => ({ table, where: where.replace(SPARED, '') }));
