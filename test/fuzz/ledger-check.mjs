// After a run: nothing is half written, counts are what they count, and an account that nobody meant has not changed.

/** What must be true of an account at any time, as the rows that break it. */
const BROKEN = {
  'conversions have no history': `
    SELECT c.id FROM conversions c WHERE c.account_id = $1 AND NOT EXISTS (SELECT 1 FROM conversion_changes h WHERE h.conversion_id = c.id)`,
  'histories have a gap': `
    SELECT conversion_id FROM (
      SELECT conversion_id, from_status, lag(to_status) OVER (PARTITION BY conversion_id ORDER BY sequence) AS before
        FROM conversion_changes WHERE account_id = $1) steps WHERE from_status IS DISTINCT FROM before`,
  'histories end otherwise than their conversion stands': `
    SELECT c.id FROM conversions c WHERE c.account_id = $1 AND c.status IS DISTINCT FROM
      (SELECT to_status FROM conversion_changes h WHERE h.conversion_id = c.id ORDER BY sequence DESC LIMIT 1)`,
  'changes of a status were told to nobody': `
    SELECT h.conversion_id FROM conversion_changes h WHERE h.account_id = $1 AND h.from_status IS DISTINCT FROM h.to_status
     GROUP BY 1 HAVING count(*) > (SELECT count(*) FROM deliveries d WHERE d.conversion_id = h.conversion_id AND d.kind = 'callback')`,
  'the last callback tells something else than the conversion': `
    SELECT c.id FROM conversions c WHERE c.account_id = $1 AND c.status IS DISTINCT FROM
      (SELECT conversion_status FROM deliveries d WHERE d.conversion_id = c.id AND d.kind = 'callback' ORDER BY sequence DESC LIMIT 1)`,
  'completions are held twice or by none': `
    SELECT offer_id FROM conversions WHERE account_id = $1 AND NOT is_repeated AND status <> 'Rejected'
     GROUP BY offer_id, pub_member_id, offer_event_id HAVING count(*) FILTER (WHERE holds_completion) <> 1`,
  'clicks and views are miscounted': `
    SELECT day FROM (
      SELECT day, offer_id, partner_id, clicks, views FROM click_counts WHERE account_id = $1
      UNION ALL SELECT day, offer_id, partner_id, clicks, views FROM click_deltas WHERE account_id = $1
      UNION ALL SELECT utc_day(created_at), offer_id, partner_id, -1, 0 FROM clicks WHERE account_id = $1
      UNION ALL SELECT utc_day(created_at), offer_id, NULL, 0, -1 FROM views WHERE account_id = $1) counted
     GROUP BY day, offer_id, partner_id HAVING sum(clicks) <> 0 OR sum(views) <> 0`,
  'rows of an import are not those that it counts': `
    SELECT i.id FROM imports i WHERE i.account_id = $1 AND i.status = 'Done' AND
      i.rows <> (SELECT count(*) FROM import_rows r WHERE r.import_id = i.id)`,
  'clicks, conversions or deliveries name rows of another account': `
    SELECT c.id FROM clicks c JOIN offers o ON o.id = c.offer_id WHERE c.account_id = $1 AND o.account_id <> c.account_id
    UNION ALL SELECT v.id FROM conversions v JOIN offers o ON o.id = v.offer_id WHERE v.account_id = $1 AND o.account_id <> v.account_id
    UNION ALL SELECT d.id FROM deliveries d JOIN conversions v ON v.id = d.conversion_id WHERE d.account_id = $1 AND v.account_id <> d.account_id
    UNION ALL SELECT p.id FROM postbacks p JOIN partners r ON r.id = p.partner_id WHERE p.account_id = $1 AND r.account_id <> p.account_id`,
};

const TABLES = `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE c.column_name = 'account_id' AND t.table_type = 'BASE TABLE' AND table_schema = 'public' ORDER BY 1`;
/** Workers fold counts together, whatever is fuzzed; what they come to is looked at above. */
const FOLDED = new Set(['click_counts', 'click_deltas']);
/** The check itself calls with the account's key. */
const USED = 'last_used_at';
const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

/** Problems of all accounts in words. */
export async function checkLedger({ ledger, accounts }) {
  const problems = [];
  for (const account of accounts) {
    for (const [what, query] of Object.entries(BROKEN)) {
      const rows = await ledger.query(query, [account.id]);
      if (rows.length > 0)
        problems.push(`${account.slug}: ${what}: ${rows.length}, ${JSON.stringify(rows[0])} the first`);
    }
    problems.push(...(await checkReport(ledger, account)));
  }
  return problems;
}

/** The report by day tells what a count of the rows tells. */
async function checkReport(ledger, account) {
  const [range] = await ledger.query(
    `SELECT min(created_at) AS from, max(created_at) AS to FROM (
       SELECT created_at FROM clicks WHERE account_id = $1 UNION ALL SELECT created_at FROM views WHERE account_id = $1
       UNION ALL SELECT created_at FROM conversions WHERE account_id = $1) happened`,
    [account.id],
  );
  if (range.from === null || range.to - range.from > (MOST_DAYS - 2) * DAY_MS) return [];
  const days = [range.from, range.to].map((at) => at.toISOString().slice(0, 10));
  const { items } = await account.call('GET', `/reports/summary?from=${days[0]}&to=${days[1]}&group_by=day`);
  const [counted] = await ledger.query(
    `SELECT (SELECT count(*)::int FROM clicks WHERE account_id = $1) AS clicks, (SELECT count(*)::int FROM views WHERE account_id = $1) AS views,
            (SELECT count(*)::int FROM conversions WHERE account_id = $1) AS conversions`,
    [account.id],
  );
  const sum = (names) => items.reduce((total, line) => names.reduce((all, name) => all + line[name], total), 0);
  const told = { clicks: sum(['clicks']), views: sum(['views']), conversions: sum(['pending', 'success', 'rejected']) };
  const isSame = Object.entries(counted).every(([name, count]) => told[name] === count);
  return isSame
    ? []
    : [`${account.slug}: the report by day tells ${JSON.stringify(told)}, and there are ${JSON.stringify(counted)}`];
}

/** Everything that an account has, as one text a table, to be compared. */
export async function photograph({ ledger }, { id }) {
  const rows = {};
  for (const { name } of await ledger.query(TABLES)) {
    if (FOLDED.has(name)) continue;
    const [{ text }] = await ledger.query(
      `SELECT coalesce(string_agg(row, E'\\n' ORDER BY row), '') AS text
         FROM (SELECT (to_jsonb(t) - $2)::text AS row FROM "${name}" t WHERE account_id = $1) photographed`,
      [id, USED],
    );
    rows[name] = text;
  }
  const [account] = await ledger.query('SELECT a::text AS text FROM accounts a WHERE id = $1', [id]);
  return { ...rows, accounts: account?.text };
}

/** Tables that differ. */
export function differences(before, after) {
  return Object.keys(before).filter((name) => before[name] !== after[name]);
}
