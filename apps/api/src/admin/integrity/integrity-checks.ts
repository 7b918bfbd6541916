/** A check selects the ids of what breaks it. */
export interface Check {
  name: string;
  about: string;
  sql: string;
}

/** Most clicks of a day that are counted one by one. */
const MOST_COUNTED = 200_000;

/**
 * What is looked at: `d`, the deliveries, and `h`, the changes of status, of the account `$1` from `$2` to `$3`. `null`: of all accounts,
 * one after the other, since every index begins with the account.
 */
export interface Stretch {
  deliveries: string;
  changes: string;
  accounts: string;
}

export function stretchOf(accountId: string | null): Stretch {
  const whose = (alias: string): string =>
    accountId === null
      ? `${alias}.account_id IN (SELECT id FROM accounts WHERE $1::uuid IS NULL)`
      : `${alias}.account_id = $1::uuid`;
  return {
    deliveries: `deliveries d WHERE ${whose('d')} AND d.created_at BETWEEN $2 AND $3`,
    changes: `conversion_changes h WHERE ${whose('h')} AND h.changed_at BETWEEN $2 AND $3`,
    accounts: accountId === null ? '$1::uuid IS NULL' : 'a.id = $1::uuid',
  };
}

/** What must never be, each found by other rows than the ones that say it is not so. */
export function checksOf(stretch: Stretch): Check[] {
  return [...checksOfChanges(stretch), ...checksOfDeliveries(stretch), checkOfClicks(stretch)];
}

function checksOfChanges({ changes }: Stretch): Check[] {
  return [
    {
      name: 'planned',
      about: 'Every change of status planned its callback in the same transaction.',
      sql: `SELECT h.id FROM ${changes} AND h.from_status IS DISTINCT FROM h.to_status
              AND NOT EXISTS (SELECT 1 FROM deliveries p WHERE p.conversion_id = h.conversion_id AND p.kind = 'callback'
                                 AND p.conversion_status = h.to_status AND p.account_id = h.account_id AND p.created_at = h.changed_at)`,
    },
    {
      name: 'history',
      about: 'The last change of a conversion led to the status that it has.',
      sql: `SELECT h.conversion_id AS id FROM ${changes}
              AND NOT EXISTS (SELECT 1 FROM conversion_changes l WHERE l.conversion_id = h.conversion_id AND l.sequence > h.sequence)
              AND NOT EXISTS (SELECT 1 FROM conversions c WHERE c.id = h.conversion_id AND c.status = h.to_status)`,
    },
  ];
}

function checksOfDeliveries({ deliveries }: Stretch): Check[] {
  return [
    {
      name: 'payloads',
      about: 'Every delivery has what it sends.',
      sql: `SELECT d.id FROM ${deliveries} AND NOT EXISTS (SELECT 1 FROM delivery_payloads p WHERE p.delivery_id = d.id)`,
    },
    {
      name: 'attempts',
      about: 'The attempts of a delivery are numbered from 1 to as many as it says it had.',
      sql: `SELECT d.id FROM ${deliveries} AND d.attempts IS DISTINCT FROM (
              SELECT CASE WHEN coalesce(min(t.number), 1) = 1 AND count(*) = coalesce(max(t.number), 0) THEN count(*) END
                FROM attempts t WHERE t.delivery_id = d.id)`,
    },
    {
      name: 'proof',
      about: 'Every Sent delivery has an attempt that was answered with 2xx.',
      sql: `SELECT d.id FROM ${deliveries} AND d.status = 'Sent' AND NOT EXISTS (
              SELECT 1 FROM attempts t WHERE t.delivery_id = d.id AND t.outcome = 'sent' AND t.response_status BETWEEN 200 AND 299)`,
    },
    {
      name: 'ends',
      about: 'No attempt of a Sent or Failed delivery is without an end.',
      sql: `SELECT d.id FROM ${deliveries} AND d.status IN ('Sent', 'Failed') AND EXISTS (
              SELECT 1 FROM attempts t WHERE t.delivery_id = d.id AND t.outcome IS NULL)`,
    },
    {
      name: 'acknowledged',
      about: 'Every conversion whose callback is Sent says so.',
      sql: `SELECT d.id FROM ${deliveries} AND d.status = 'Sent' AND d.kind = 'callback' AND NOT EXISTS (
              SELECT 1 FROM conversions c WHERE c.id = d.conversion_id AND c.callback_sent)`,
    },
    {
      name: 'order',
      about: 'No callback was attempted before an earlier one of its conversion.',
      sql: `SELECT d.id FROM ${deliveries} AND d.status = 'Pending' AND d.kind = 'callback' AND d.attempts = 0 AND d.next_trigger = 'auto' AND EXISTS (
              SELECT 1 FROM deliveries l WHERE l.conversion_id = d.conversion_id AND l.kind = 'callback' AND l.sequence > d.sequence AND l.attempts > 0)`,
    },
  ];
}

function checkOfClicks({ accounts }: Stretch): Check {
  return {
    name: 'clicks',
    about: 'The clicks of a UTC day, the last one that is not too large to be counted, are as many as the reports say.',
    sql: `SELECT a.id FROM accounts a CROSS JOIN LATERAL (
              SELECT c.day, sum(c.clicks) AS clicks FROM (
                SELECT account_id, day, clicks FROM click_counts UNION ALL SELECT account_id, day, clicks FROM click_deltas) c
               WHERE c.account_id = a.id AND c.day BETWEEN utc_day($2) AND utc_day($3)
               GROUP BY c.day HAVING sum(c.clicks) <= ${String(MOST_COUNTED)} ORDER BY c.day DESC LIMIT 1) counted
             WHERE ${accounts} AND counted.clicks <> (
              SELECT count(*) FROM clicks k WHERE k.account_id = a.id AND k.created_at >= counted.day::timestamp AT TIME ZONE 'UTC'
                 AND k.created_at < (counted.day + 1)::timestamp AT TIME ZONE 'UTC')`,
  };
}
