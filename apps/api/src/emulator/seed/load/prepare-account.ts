import { newLabel } from '@app/runtime';
import type { Tx } from '@app/store';
import { SlugTaken, type CreateAccount } from '@app/tracking';
import { emptyAccount } from '../../reset/empty-account';
import { toInstant } from '../format/check-shape';
import type { SeedAccount } from '../format/seed';
import type { DerivedIds } from './derive-id';
import type { PlanContext } from './plan-context';

interface Prepared {
  accountId: string;
  now: Date;
  defaults: PlanContext['defaults'];
  labelOf: PlanContext['labelOf'];
}

/** Finds or makes the account, empties it, and gives it name, switches and clock. Its keys stay, and its secrets if it was there. */
export async function prepareAccount(
  tx: Tx,
  seed: SeedAccount & { slug: string },
  { ids, creation }: { ids: DerivedIds; creation: CreateAccount },
): Promise<Prepared> {
  const accountId = (await findId(tx, seed.slug)) ?? (await makeAccount(tx, seed, { ids, creation }));
  await emptyAccount(tx, accountId, []);
  const now = await setAccount(tx, accountId, seed);
  const defaults = await renewDefaults(tx, accountId, ids);
  // Without a random seed the label stays what it is elsewhere: nothing that can be guessed.
  const labelOf = (key: string): string => (seed.random === undefined ? newLabel() : ids.label('rejection', key));
  return { accountId, now, defaults, labelOf };
}

async function findId(tx: Tx, slug: string): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM accounts WHERE slug = $1 FOR UPDATE', [slug]);
  return rows[0]?.id ?? null;
}

async function makeAccount(
  tx: Tx,
  seed: SeedAccount & { slug: string },
  { ids, creation }: { ids: DerivedIds; creation: CreateAccount },
): Promise<string> {
  const id = await made(tx, seed.slug, creation);
  if (seed.random === undefined) return id;
  const path = [12, 23, 17].map((length) => ids.secret('path', String(length), length)).join('/');
  const secrets = [path, ids.secret('signature', '', 43), ids.label('rejection', '')];
  await tx.query('UPDATE accounts SET path_secrets = $2, signature = $3, rejection_endpoint_id = $4 WHERE id = $1', [
    id,
    ...secrets,
  ]);
  return id;
}

/** Somebody else may make it at the same time: then it is there. */
async function made(tx: Tx, slug: string, creation: CreateAccount): Promise<string> {
  try {
    return (await creation.create(tx, { slug })).id;
  } catch (error) {
    const id = error instanceof SlugTaken ? await findId(tx, slug) : null;
    if (id === null) throw error;
    return id;
  }
}

const SET_ACCOUNT = `
  UPDATE accounts SET name = $2, open_postbacks = coalesce($3, open_postbacks), repeat_callbacks = coalesce($4, repeat_callbacks),
    callback_on_reason_change = coalesce($5, callback_on_reason_change), null_macro = coalesce($6, null_macro),
    default_reward_ratio = coalesce($7, default_reward_ratio), frozen_at = $8,
    clock_shift = CASE WHEN $9::timestamptz IS NULL THEN '0'
      ELSE make_interval(secs => extract(epoch FROM $9 - date_trunc('milliseconds', clock_timestamp()))::double precision) END
   WHERE id = $1 RETURNING platform_now(frozen_at, clock_shift) AS now`;

/** Answers the present of the account, with which its history ends. */
async function setAccount(
  tx: Tx,
  accountId: string,
  { name, slug, switches = {}, clock = {} }: SeedAccount,
): Promise<Date> {
  const { openPostbacks, repeatCallbacks, callbackOnReasonChange, nullMacro, defaultRewardRatio } = switches;
  const startAt = toInstant(clock.startAt);
  const { rows } = await tx.query<{ now: Date }>(SET_ACCOUNT, [
    accountId,
    name ?? slug,
    ...[openPostbacks, repeatCallbacks, callbackOnReasonChange, nullMacro, defaultRewardRatio],
    ...[toInstant(clock.freezeAt), startAt],
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error('The account is locked, and not there.');
  return startAt ?? row.now;
}

/** What every account has is named anew, so that it has the same ids wherever the seed is loaded. The advertiser is written with the others. */
async function renewDefaults(tx: Tx, accountId: string, ids: DerivedIds): Promise<PlanContext['defaults']> {
  const [advertiserId, categoryId, countryId] = ['advertiser', 'category', 'country'].map((kind) =>
    ids.of(`default ${kind}`, ''),
  );
  await tx.query('DELETE FROM advertisers WHERE account_id = $1', [accountId]);
  await tx.query('UPDATE categories SET id = $2 WHERE account_id = $1 AND is_default', [accountId, categoryId]);
  await tx.query('UPDATE countries SET id = $2 WHERE account_id = $1 AND is_default', [accountId, countryId]);
  return { advertiserId: advertiserId ?? '', categoryId: categoryId ?? '', countryId: countryId ?? '' };
}
