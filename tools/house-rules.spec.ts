import { PROJECT_FILES, readText } from './docs/project-files';

interface HouseRule {
  name: string;
  pattern: RegExp;
  /** Files that it is for. */
  files: RegExp;
  /** What it finds, and what it overlooks. */
  found: string[];
  overlooked: string[];
}

const CODE = /^(?:apps|libs|test|tools)\/.*\.(?:[cm]?[jt]s)$/;
/** The code that runs at a customer's: tests and tools read their own clock. */
const PRODUCT = /^(?:apps|libs\/(?!testing\/)[^/]+)\/(?!.*(?:\/specs\/|spec\.ts$)).*\.ts$/;

/** What the linter has no rule for. An exception is a reviewed line here. */
const RULES: readonly HouseRule[] = [
  {
    name: 'platform time comes from the database, durations from performance.now()',
    pattern: /\bnew Date\(\s*\)/,
    files: PRODUCT,
    found: ['const now = new Date();', 'at: new Date( ),'],
    overlooked: ['new Date(at)', 'new Dateline()'],
  },
  {
    name: 'a union of strings instead of an enum',
    pattern: /^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?enum\s+\w+\s*\{/m,
    files: CODE,
    found: ['enum A { B }', 'export const enum A {'],
    overlooked: ['enum: unknown[]', "const kind = 'enum {'"],
  },
  {
    name: 'exports by name',
    pattern: /^export\s+(?:default\b|\{[^}]*\bas\s+default\b)/m,
    files: /^(?:apps|libs|test|tools)\/.*\.ts$/,
    found: ['export default class A {', 'export { a as default };'],
    overlooked: ['export const defaultWait = 1;', "export { a } from './default';"],
  },
  {
    name: 'no exception from a rule beside the code',
    pattern: /\b(?:eslint|oxlint)-(?:disable|enable)/,
    files: CODE,
    found: ['// eslint-disable-next-line x', '/* oxlint-disable */'],
    overlooked: ['an oxlint rule that is disabled'],
  },
];

describe('a house rule', () => {
  const files = PROJECT_FILES.filter((path) => CODE.test(path) && path !== 'tools/house-rules.spec.ts');

  it.each(RULES)('should hold everywhere: $name', ({ pattern, files: those }) => {
    const looked = files.filter((path) => those.test(path));
    expect(looked.length).toBeGreaterThan(200);
    expect(looked.filter((path) => pattern.test(readText(path)))).toEqual([]);
  });

  it.each(RULES)('should know what breaks it: $name', ({ pattern, found, overlooked }) => {
    expect(found.filter((text) => !pattern.test(text))).toEqual([]);
    expect(overlooked.filter((text) => pattern.test(text))).toEqual([]);
  });
});
