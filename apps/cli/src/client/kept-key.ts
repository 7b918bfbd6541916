import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The admin key as a start keeps it in its data directory; `null`: there is none, or it is not ours to read. */
export function keptKey(dataDir: string): string | null {
  const path = join(dataDir, 'admin.key');
  try {
    const key = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
    return key === '' ? null : key;
  } catch {
    return null;
  }
}
