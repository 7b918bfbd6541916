/** Titles of tests stand in “these marks” behind the name of their file, both in the last column. */
export interface FidelityRow {
  behaviour: string;
  kind: string;
  sources: string[];
  switches: string[];
  tests: { file: string; title: string }[];
}

const FENCED = /^```[^]*?^```$/gm;
const CODE = /`([^`\n]+)`/g;
const LINK = /\]\(([^)#\s]+)[^)\s]*\)/g;
const FILE_OR_FOLDER =
  /^(?:\.?[\w-]+\/)*[\w.-]+\.(?:ts|mjs|cjs|js|md|yml|yaml)$|^(?:apps|libs|tools|test|docs|\.ci|\.github)(?:\/[\w.-]+)+\/?$|^\.[a-z][\w.-]+$/;
const ROW = /^\|(.*)\|$/gm;
const TEST = /`([\w./-]+spec\.ts)` “([^”]+)”/g;

/** Tests that a text names: “title” behind the name of its file. */
export function testsIn(markdown: string): FidelityRow['tests'] {
  return [...markdown.matchAll(TEST)].map(([, file = '', title = '']) => ({
    file,
    title: title.replace(/\\\|/g, '|'),
  }));
}

/** Files and folders that a document names, in code spans and links. Names of environments, routes and patterns are none. */
export function pathsIn(markdown: string): string[] {
  const prose = markdown.replace(FENCED, '');
  const spans = groupsOf(prose, CODE).filter((span) => FILE_OR_FOLDER.test(span));
  const links = groupsOf(prose, LINK).filter((link) => !/^(?:\w+:|\/)/.test(link));
  return [...spans, ...links];
}

/** Rows of all tables with five columns, without their heads. */
export function fidelityRows(markdown: string): FidelityRow[] {
  return groupsOf(markdown, ROW)
    .map((row) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .filter(([first = '', ...rest]) => rest.length === 4 && !/^-+$/.test(first) && first !== 'behaviour')
    .map(([behaviour = '', kind = '', sources = '', switches = '', tests = '']) => ({
      behaviour,
      kind,
      sources: sources === '' ? [] : sources.split(/, */),
      switches: groupsOf(switches, CODE),
      tests: testsIn(tests),
    }));
}

export function groupsOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, group = '']) => group);
}
