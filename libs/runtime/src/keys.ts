import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config/config';
import { newSecret } from './ids';

export class RootKeys {
  constructor(
    readonly adminKey: string,
    readonly secretKey: string,
    /** True when this start made the admin key. */
    readonly adminKeyIsNew: boolean,
  ) {}
}

/** The root keys: from the settings, else from the data directory, else made now and kept there for its owner alone. */
export function loadKeys(config: Config): RootKeys {
  const admin = config.PITLANE_ADMIN_KEY === undefined ? kept(config, 'admin.key') : null;
  const secret = config.PITLANE_SECRET_KEY ?? kept(config, 'secret.key').key;
  return new RootKeys(config.PITLANE_ADMIN_KEY ?? admin?.key ?? '', secret, admin?.isNew ?? false);
}

function kept(config: Config, name: string): { key: string; isNew: boolean } {
  mkdirSync(config.PITLANE_DATA_DIR, { recursive: true });
  const path = join(config.PITLANE_DATA_DIR, name);
  const key = newSecret(24);
  try {
    // `wx` lets exactly one of several processes that start together write it.
    writeFileSync(path, `${key}\n`, { flag: 'wx', mode: 0o600 });
    return { key, isNew: true };
  } catch {
    return { key: readFileSync(path, 'utf8').trim(), isNew: false };
  }
}
