import type { Tx } from '@app/store';
import type { NamedIds } from './named-ids';
import type { ReceiverRow } from './receiver.dto';
import type { ReceiverStep } from './script';

/** Scripts a receiver: a new one, or one that begins anew, with no calls. */
export async function putReceiver(
  tx: Tx,
  { id, accountId, name, script }: { id: string; accountId: string; name: string; script: readonly ReceiverStep[] },
): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO receivers (id, account_id, name, script) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, name) DO UPDATE SET script = excluded.script, calls = 0, configured_at = now() RETURNING id`,
    [id, accountId, name, JSON.stringify(script)],
  );
  await tx.query('DELETE FROM receiver_requests WHERE receiver_id = $1', [rows[0]?.id]);
}

export async function findReceiver(
  tx: Tx,
  accountId: string,
  name: string,
): Promise<(ReceiverRow & { id: string }) | null> {
  const { rows } = await tx.query<ReceiverRow & { id: string }>(
    'SELECT id, name, script, calls FROM receivers WHERE account_id = $1 AND name = $2',
    [accountId, name],
  );
  return rows[0] ?? null;
}

export async function deleteReceiver(tx: Tx, accountId: string, name: string): Promise<boolean> {
  const { rowCount } = await tx.query('DELETE FROM receivers WHERE account_id = $1 AND name = $2', [accountId, name]);
  return rowCount === 1;
}

export async function clearRequests(tx: Tx, receiverId: string): Promise<void> {
  await tx.query('DELETE FROM receiver_requests WHERE receiver_id = $1', [receiverId]);
}

/** How many requests of a receiver are kept, give or take a few: nobody looks at more, and a script may be called for days. */
const MOST_KEPT = 10_000;

/** A call of a receiver as it came. */
export interface ReceiverCall {
  id: string;
  /** The two path segments behind `/receivers/`: an account and a name, or a name and something below it. */
  segments: readonly [first: string, second: string];
  /** Labels of the host that may name an account. */
  labels: readonly string[];
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  named: NamedIds;
}

/**
 * Which receiver it is, its next step, and the record of the call: one round trip, whose count is right however many
 * processes share it. Of several receivers with the name, the one of the account in the path comes first, then the
 * host's, then the default account's, then the latest. The account comes first, as in a reset, which would else wait for
 * this receiver while the record waits for the account. A test's records need not survive a power cut, so no disk is
 * waited for.
 */
const TAKE_CALL = `
  WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)
  ), found AS (
    SELECT r.id FROM quick, receivers r JOIN accounts a ON a.id = r.account_id
     WHERE r.name = $2 OR (r.name = $3 AND a.slug = $2)
     ORDER BY r.name = $3 AND a.slug = $2 DESC, a.slug = ANY($4::text[]) DESC, a.slug = 'demo' DESC, r.configured_at DESC, r.id DESC LIMIT 1
       FOR KEY SHARE OF a
  ), called AS (
    UPDATE receivers r SET calls = r.calls + 1 FROM found WHERE r.id = found.id
    RETURNING r.id, r.account_id, r.calls, r.script -> least(r.calls, jsonb_array_length(r.script)) - 1 AS step
  ), noted AS (
    INSERT INTO receiver_requests (id, account_id, receiver_id, number, method, url, headers, body, answered, received_at, delivery_id, sent_at, named_ids)
    SELECT $1, c.account_id, c.id, c.calls, $5, $6, $7, $8, coalesce(c.step ->> 'fault', c.step ->> 'status', '302'),
           platform_now(a.frozen_at, a.clock_shift), $9, $10, $11::uuid[]
      FROM called c JOIN accounts a ON a.id = c.account_id
  ), trimmed AS (
    DELETE FROM receiver_requests q USING called c
     WHERE c.calls % 1000 = 0 AND q.receiver_id = c.id AND q.number <= c.calls - ${String(MOST_KEPT)}
  )
  SELECT step FROM called`;

/** Records a call and says how to answer it; `null`: there is no such receiver. */
export async function takeCall(
  tx: Tx,
  { id, segments, labels, method, url, headers, body, named }: ReceiverCall,
): Promise<ReceiverStep | null> {
  const [first, second] = segments;
  const { rows } = await tx.query<{ step: ReceiverStep }>({
    name: 'take-receiver-call',
    text: TAKE_CALL,
    values: [
      id,
      first,
      second,
      labels,
      method,
      url,
      JSON.stringify(headers),
      body,
      named.deliveryId,
      named.sentAt,
      named.ids,
    ],
  });
  return rows[0]?.step ?? null;
}
