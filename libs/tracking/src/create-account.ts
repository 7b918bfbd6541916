import { hashKey, newId, newLabel, newSecret } from '@app/runtime';
import type { Tx } from '@app/store';

/** A new account with its first key, which is shown this once: only its hash is kept. */
export interface NewAccount {
  id: string;
  slug: string;
  apiKey: string;
}

/** Another account has the slug already. */
export class SlugTaken extends Error {}

/** One statement: an account that somebody can see has everything that an offer needs. */
const INSERT = `
  WITH account AS (
    INSERT INTO accounts (id, slug, name, path_secrets, signature, rejection_endpoint_id, open_postbacks)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (slug) DO NOTHING RETURNING id
  ), key AS (
    INSERT INTO api_keys (id, account_id, key_hash) SELECT $8, id, $9 FROM account
  ), advertiser AS (
    INSERT INTO advertisers (id, account_id, name, is_default) SELECT $10, id, 'Default advertiser', true FROM account
  ), category AS (
    INSERT INTO categories (id, account_id, name, is_default) SELECT $11, id, 'General', true FROM account
  ), country AS (
    INSERT INTO countries (id, account_id, code2, code3, is_default) SELECT $12, id, 'US', 'USA', true FROM account
  )
  SELECT id FROM account`;

/** Makes an account with its secrets, its first key, and the advertiser, category and country that offers get by default. K§6. */
export class CreateAccount {
  /** `openPostbacks`: whether a new account's postback aliases take calls without signature. K§3.2. */
  constructor(private readonly openPostbacks: boolean) {}

  /** Throws {@link SlugTaken}. The slug must have passed the rule of the `accounts` table. */
  async create(tx: Tx, { slug, name }: { slug: string; name?: string | undefined }): Promise<NewAccount> {
    const id = newId();
    const apiKey = newSecret(32);
    const { rows } = await tx.query<{ id: string }>(INSERT, [
      id,
      slug,
      name ?? slug,
      newPathSecrets(),
      newSecret(32),
      newLabel(),
      this.openPostbacks,
      newId(),
      hashKey(apiKey),
      newId(),
      newId(),
      newId(),
    ]);
    if (rows.length === 0) throw new SlugTaken(`The slug ${slug} is taken.`);
    return { id, slug, apiKey };
  }
}

/** The three segments of the conversion postback's path: 12, 23 and 17 characters of URL-safe base64, like the platform's. G§3.1. */
function newPathSecrets(): string {
  return [newSecret(9), newSecret(17), newSecret(13).slice(0, 17)].join('/');
}
