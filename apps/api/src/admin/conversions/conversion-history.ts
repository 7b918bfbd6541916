import type { ConversionStatus } from '@app/domain';
import type { Database } from '@app/store';
import type { ConversionChangeView } from './conversion.dto';

interface ChangeRow {
  from: ConversionStatus | null;
  to: ConversionStatus;
  reason: string | null;
  by: string;
  at: Date;
}

/** Every change of a conversion's status or reason, oldest first. K§3.3. */
export async function readHistory(
  database: Database,
  accountId: string,
  conversionId: string,
): Promise<ConversionChangeView[]> {
  const { rows } = await database.query<ChangeRow>(
    `SELECT h.from_status AS "from", h.to_status AS "to", h.reason, h.changed_by AS "by", h.changed_at AS "at"
       FROM conversion_changes h WHERE h.conversion_id = $1 AND h.account_id = $2 ORDER BY h.sequence`,
    [conversionId, accountId],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
