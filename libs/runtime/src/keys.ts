import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config/config';
import { newSecret } from './ids';
import { makeFolder } from './embedded-postgres/system/make-folder';
import { sameSecret } from './secret-box';

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

  /** Whether it is the admin key, or the one before that still opens. Both are compared in full, so that time tells nothing. */
  isAdminKey(key: string): boolean {
    const isCurrent = sameSecret(key, this.adminKey);
    const previous = this.config.PITLANE_ADMIN_KEY_PREVIOUS;
    const isPrevious = sameSecret(key, previous ?? this.adminKey);
    return isCurrent || (previous !== undefined && isPrevious);
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
  makeFolder(config.PITLANE_DATA_DIR);
  const path = join(config.PITLANE_DATA_DIR, name);
  const key = readKey(path) ?? keepNew(path);
  if (key === '') throw new Error(`The key file ${path} is empty: remove it, and the next start makes a new one.`);
  return key;
}

/** Of several processes that start together one names its key; the file is whole from the moment at which it is there. */
function keepNew(path: string): string {
  const draft = `${path}.${newSecret(6)}`;
  writeFileSync(draft, `${newSecret(24)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(path, 'utf8').trim();
}

function readKey(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}
