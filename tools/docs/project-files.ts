import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

const IGNORED = readFileSync(join(ROOT, '.gitignore'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.replace(/\/$/, ''));

/** Every file of the project, with forward slashes; what `.gitignore` names is none of it. */
export const PROJECT_FILES: readonly string[] = filesBelow('');

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Whether a document may name this: a path from the root or from the document, its end, or what is made from it or at run time. */
export function isThere(path: string, document: string): boolean {
  const source = path.replace(/^dist\/(.*)\.js$/, '$1.ts');
  return (
    [source, join(dirname(document), source)].some((each) => existsSync(join(ROOT, each))) ||
    PROJECT_FILES.some((each) => each.endsWith(`/${path}`)) ||
    IGNORED.includes(path)
  );
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
