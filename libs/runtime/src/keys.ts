import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config/config';
import { newSecret } from './ids';

/**
 * The root keys: from the settings, else from the data directory, else made there at the first look. Each is looked for
 * only by who needs it: a worker has no use for the admin key.
 */
export class RootKeys {
  constructor(private readonly config: Config) {}

  /** Opens the admin REST. */
  get adminKey(): string {
    return (this.foundAdminKey ??= this.config.PITLANE_ADMIN_KEY ?? kept(this.config, 'admin.key'));
  }

  /** Seals secrets in the database. */
  get secretKey(): string {
    return (this.foundSecretKey ??= this.config.PITLANE_SECRET_KEY ?? kept(this.config, 'secret.key'));
  }

  private foundAdminKey: string | undefined;
  private foundSecretKey: string | undefined;
}

/** A key of the data directory, for its owner alone. */
function kept(config: Config, name: string): string {
  mkdirSync(config.PITLANE_DATA_DIR, { recursive: true });
  const path = join(config.PITLANE_DATA_DIR, name);
  const key = newSecret(24);
  try {
    // `wx` lets exactly one of several processes that start together write it.
    writeFileSync(path, `${key}\n`, { flag: 'wx', mode: 0o600 });
    return key;
  } catch {
    return readFileSync(path, 'utf8').trim();
  }
}
