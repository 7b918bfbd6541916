import { Injectable } from '@nestjs/common';
import { Config, SecretBox } from '@app/runtime';
import { Database, retriedOnDeadlock, withDays, type Tx } from '@app/store';
import { CreateAccount, DEFAULT_ACCOUNT } from '@app/tracking';
import type { SeedAccount } from '../format/seed';
import { DerivedIds } from './derive-id';
import { insertSeed } from './insert-rows';
import { keepDays } from './keep-days';
import { planSeed } from './plan-seed';
import { prepareAccount } from './prepare-account';
import type { Row, SeedRows, SeedTable } from './seed-rows';

interface Loaded {
  id: string;
  name: string;
}

/** What a seed has made of an account. */
export interface LoadedAccount {
  account: string;
  offers: Loaded[];
  partners: Loaded[];
  advertisers: Loaded[];
  receivers: string[];
  clicks: number;
  conversions: number;
}

export type AccountOfSeed = SeedAccount & { slug: string };

/** An id of the seed is already that of something of another account. */
export class IdTaken extends Error {
  constructor(readonly id: string) {
    super(`The id ${id} belongs to something else already.`);
  }
}

/** Makes accounts what a seed says they are, all of them or none. Everything else that they had is gone; their keys stay. */
@Injectable()
export class LoadSeed {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly secrets: SecretBox,
  ) {}

  /** The seeds have passed the reader. Throws {@link IdTaken}. Answers ids of accounts beside what they have now. */
  async load(seeds: readonly AccountOfSeed[]): Promise<{ accountId: string; loaded: LoadedAccount }[]> {
    const write = (): Promise<{ accountId: string; loaded: LoadedAccount }[]> =>
      this.database.transaction(async (tx) => {
        const loaded = [];
        for (const seed of seeds) loaded.push(await this.loadOne(tx, seed));
        return loaded;
      });
    await keepDays(this.database, seeds);
    try {
      return await retriedOnDeadlock(() => withDays(this.database, write));
    } catch (error) {
      throw takenId(error) ?? error;
    }
  }

  private async loadOne(tx: Tx, seed: AccountOfSeed): Promise<{ accountId: string; loaded: LoadedAccount }> {
    const { slug } = seed;
    const ids = new DerivedIds({ slug, random: seed.random ?? 0 });
    const prepared = await prepareAccount(tx, seed, { ids, creation: new CreateAccount(this.config.local) });
    const { accountId } = prepared;
    const rows = planSeed(seed, {
      ...prepared,
      ids,
      base: { publicUrl: this.config.publicUrl, slug: slug === DEFAULT_ACCOUNT ? null : slug },
      seal: (secret) => this.secrets.seal(secret, accountId),
    });
    await insertSeed(tx, accountId, rows);
    return { accountId, loaded: toLoaded(slug, rows) };
  }
}

function toLoaded(account: string, rows: SeedRows): LoadedAccount {
  const named = (table: SeedTable): Loaded[] =>
    rows[table].map((row) => ({ id: textOf(row, 'id'), name: textOf(row, 'name') }));
  return {
    account,
    offers: named('offers'),
    partners: named('partners'),
    advertisers: named('advertisers'),
    receivers: rows.receivers.map((row) => textOf(row, 'name')),
    clicks: rows.clicks.length,
    conversions: rows.conversions.length,
  };
}

function textOf(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

const UNIQUE = '23505';

function takenId(error: unknown): IdTaken | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== UNIQUE) return null;
  const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : '';
  const id = /^Key \(id\)=\(([0-9a-f-]{36})\)/.exec(detail)?.[1];
  return id === undefined ? null : new IdTaken(id);
}
