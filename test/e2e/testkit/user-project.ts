import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from '../support/system/product-process';

/** A project of somebody's who uses the kit: a folder, with packages as `npm install` leaves them, and none of ours besides. */
export class UserProject {
  constructor(readonly folder: string) {
    mkdirSync(join(folder, 'node_modules/@pitlane'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules/.bin'), join(folder, 'node_modules/.bin'));
  }

  /** As from a registry: the kit is copied, since runners tell packages by their place; the others stand for themselves. */
  install(...names: readonly string[]): void {
    for (const name of names) {
      const target = join(this.folder, 'node_modules', name);
      mkdirSync(dirname(target), { recursive: true });
      if (name === '@pitlane/testkit') cpSync(join(ROOT, 'dist/libs/testkit'), target, { recursive: true });
      else if (name === 'pitlane') symlinkSync(ROOT, target);
      else if (existsSync(join(ROOT, 'node_modules', name))) symlinkSync(join(ROOT, 'node_modules', name), target);
      else throw new Error(`There is no package ${name}.`);
    }
  }

  write(name: string, content: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), content);
  }

  /** Runs a line of shell; all that it printed, and how it ended. */
  run(line: string, env: Readonly<Record<string, string>>): Promise<{ code: number | null; output: string }> {
    const { PATH, HOME } = process.env;
    const child = spawn('bash', ['-c', `set -euo pipefail\n${line}`], {
      cwd: this.folder,
      env: { PATH, HOME, TMPDIR: this.folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 80_000,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    return new Promise((resolve, reject) =>
      child.on('error', reject).on('close', (code) => resolve({ code, output: stripVTControlCharacters(output) })),
    );
  }
}
