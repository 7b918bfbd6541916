// Who made what is in the bundle, and under which terms: they ask to be named wherever their code goes.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const LICENCE_FILE = /^(?:un)?licen[cs]e(?:[-.].*)?$/i;
const PACKAGE_FOLDER = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const RULE = `\n${'-'.repeat(80)}\n`;

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return { name, text: [`${name} ${version} (${license ?? 'see below'})`, ...texts].join('\n\n') };
}

/** The notices of all packages that the files come from, one after the other by name. */
export function noticesOf(root, files) {
  const folders = new Set(files.map((file) => PACKAGE_FOLDER.exec(file)?.[1]).filter((folder) => folder !== undefined));
  const notices = [...folders].map((folder) => noticeOf(join(root, folder)));
  notices.sort((one, other) => (one.name < other.name ? -1 : 1));
  const head = `Pitlane's bundle.cjs contains the code of these ${notices.length} packages.`;
  return `${[head, ...notices.map(({ text }) => text)].join(RULE)}\n`;
}
