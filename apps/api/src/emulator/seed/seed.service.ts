import { Injectable } from '@nestjs/common';
import { Catalog, DueSignal } from '@app/tracking';
import { stringify } from 'yaml';
import type { Actor } from '../../http/keys/actor';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { Problem } from '../../http/problem';
import { ExportSeed } from './export/export-seed';
import type { SeedAccount } from './format/seed';
import { IdTaken, LoadSeed, type AccountOfSeed, type LoadedAccount } from './load/load-seed';
import { problemLine, readSeedBody, readSeedText, type TextReading } from './seed-text';
import type { ExportQuery } from './seed.dto';

/** What a seed has made: of one account, or of each that it names. */
export type SeedAnswer = LoadedAccount | { accounts: LoadedAccount[] };

const MOST_IN_SENTENCE = 5;

/** Loads seeds into accounts, and writes accounts as seeds. K§7. */
@Injectable()
export class SeedService {
  constructor(
    private readonly loading: LoadSeed,
    private readonly exporting: ExportSeed,
    private readonly catalog: Catalog,
    private readonly due: DueSignal,
  ) {}

  /** `body`: text where the seed came as YAML. */
  async load(current: CurrentAccountRef, actor: Actor | undefined, body: unknown): Promise<SeedAnswer> {
    const accounts = seedsOf(typeof body === 'string' ? readSeedText(body) : readSeedBody(body));
    const seeds = accounts.map((seed): AccountOfSeed => ({ ...seed, slug: seed.slug ?? current.slug }));
    const foreign = seeds.find(({ slug }) => slug !== current.slug);
    if (actor?.kind === 'key' && foreign !== undefined) {
      throw new Problem(403, `This key belongs to another account than ${foreign.slug}.`);
    }
    const loaded = await this.write(seeds);
    const [only] = loaded;
    return loaded.length === 1 && only !== undefined ? only : { accounts: loaded };
  }

  async export(account: CurrentAccountRef, { format, history, ids }: ExportQuery): Promise<SeedAccount | string> {
    const seed = await this.exporting.of(account, { history: history !== 'false', ids: ids === 'true' });
    return format === 'json' ? seed : stringify(seed, { lineWidth: 0 });
  }

  private async write(seeds: readonly AccountOfSeed[]): Promise<LoadedAccount[]> {
    try {
      const loaded = await this.loading.load(seeds);
      for (const { accountId } of loaded) this.catalog.forget(accountId);
      this.due.announce();
      return loaded.map((each) => each.loaded);
    } catch (error) {
      if (!(error instanceof IdTaken)) throw error;
      throw new Problem(409, error.message, [{ field: 'id', message: error.message }]);
    }
  }
}

function seedsOf(reading: TextReading): SeedAccount[] {
  if (reading.kind === 'read') return reading.accounts;
  const { problems } = reading;
  const lines = problems.slice(0, MOST_IN_SENTENCE).map(problemLine);
  const more = problems.length - lines.length;
  throw new Problem(400, [...lines, ...(more > 0 ? [`and ${String(more)} more`] : [])].join('; '), problems);
}
