import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

const IGNORED = readFileSync(join(ROOT, '.gitignore'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.replace(/\/$/, ''));

/** Every file of the project, with forward slashes; what `.gitignore` names is none of it. */
export const PROJECT_FILES: readonly string[] = filesBelow('');

const BASENAMES: ReadonlySet<string> = new Set(PROJECT_FILES.map((path) => basename(path)));

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Whether a document may name this: a path from the root or from the document, what is built from one, or a file's own name. */
export function isThere(path: string, document: string): boolean {
  if (!path.includes('/')) return BASENAMES.has(path) || existsSync(join(ROOT, path));
  const source = path.replace(/^dist\/(.*)\.js$/, '$1.ts');
  return existsSync(join(ROOT, source)) || existsSync(join(ROOT, dirname(document), path));
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === '.git' || isIgnored(entry.name)) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function isIgnored(name: string): boolean {
  return IGNORED.some((rule) => (rule.startsWith('*') ? name.endsWith(rule.slice(1)) : name === rule));
}
