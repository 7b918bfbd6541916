import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version in the package that this file is part of, wherever the build put it. */
export function ownVersion(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    if (!existsSync(path)) continue;
    const read: (json: string) => { version?: string } = JSON.parse;
    return read(readFileSync(path, 'utf8')).version ?? 'unknown';
  }
  return 'unknown';
}
