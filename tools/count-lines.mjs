// Prints how many lines each part of the house has: code and tests apart, blank lines and all. CI shows it on every run.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const CODE = /\.(ts|tsx|mjs|cjs|js|css|html)$/;
const TEST = /\.(spec|int-spec|e2e-spec)\.ts$|^(test|libs\/testing|tools\/boundaries)\//;

const foldersIn = (folder) =>
  existsSync(join(ROOT, folder))
    ? readdirSync(join(ROOT, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
        .map((entry) => `${folder}/${entry.name}`)
    : [];

const codeFilesIn = (folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && CODE.test(entry.name))
    .map((entry) => `${folder}${join(entry.parentPath, entry.name).slice(join(ROOT, folder).length)}`);

const countLines = (path) => readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1;

function measure(folder) {
  const row = { folder, files: 0, code: 0, tests: 0 };
  for (const path of codeFilesIn(folder)) {
    row.files += 1;
    row[TEST.test(path) ? 'tests' : 'code'] += countLines(path);
  }
  return row;
}

const edges = foldersIn('apps/api/src');
const withEdges = (app) => (app === 'apps/api' ? [app, ...edges] : [app]);
const parts = [...foldersIn('apps').flatMap(withEdges), ...foldersIn('libs'), ...foldersIn('test'), 'tools'];
const rows = parts.map(measure).filter(({ files }) => files > 0);
const inTotal = rows.filter(({ folder }) => !edges.includes(folder));
const total = (column) => inTotal.reduce((sum, row) => sum + row[column], 0);

const line = (cells) =>
  `${cells[0].padEnd(28)}${cells
    .slice(1)
    .map((cell) => String(cell).padStart(8))
    .join('')}`;
console.log(line(['folder', 'files', 'code', 'tests']));
for (const { folder, files, code, tests } of rows) console.log(line([folder, files, code, tests]));
console.log(line(['total', total('files'), total('code'), total('tests')]));
