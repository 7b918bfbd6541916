import { fidelityRows, groupsOf, pathsIn, testsIn } from './markdown';
import { isThere, PROJECT_FILES, readText } from './project-files';

const DOCUMENTS = PROJECT_FILES.filter((path) => /^(?:[A-Z]+|docs\/.*)\.md$/.test(path));
const DECISIONS = DOCUMENTS.filter((path) => path.startsWith('docs/adr/'));
const linesOf = (path: string): string[] => readText(path).trimEnd().split('\n');

describe('the documents', () => {
  it('should be the ones that are looked at here', () => {
    expect(DOCUMENTS).toEqual(
      expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/fidelity.md']),
    );
    expect(DECISIONS.length).toBeGreaterThan(7);
  });

  it.each(DOCUMENTS)('should name only what exists: %s', (document) => {
    expect(pathsIn(readText(document)).filter((path) => !isThere(path, document))).toEqual([]);
  });

  it('should draw the house as it stands', () => {
    const [, house = ''] = /^## The house\n+```\n([^]*?)^```$/m.exec(readText('ARCHITECTURE.md')) ?? [];
    const drawn = house.split('\n').flatMap((line) => {
      const [, place = '', inside = ''] = /^(\S+) +(.*)$/.exec(line) ?? [];
      return [place, ...groupsOf(inside, /([\w-]+)\/(?= |$)/g).map((folder) => `${place}/src/${folder}`)];
    });
    expect(drawn.length).toBeGreaterThan(10);
    expect(drawn.filter((path) => path !== '' && !isThere(`${path}/`, 'ARCHITECTURE.md'))).toEqual([]);
  });

  it.each<readonly [string, number]>([
    ['README.md', 80],
    ['ARCHITECTURE.md', 200],
    ['CONTRIBUTING.md', 80],
    ...DECISIONS.map((path) => [path, 30] as const),
  ])('should stay short: %s, at most %i lines', (document, most) => {
    expect(linesOf(document).length).toBeLessThanOrEqual(most);
  });

  it('should number the decisions without a gap, each with context, decision and consequences', () => {
    for (const [index, path] of DECISIONS.entries()) {
      const number = String(index + 1).padStart(4, '0');
      expect(path).toMatch(new RegExp(`^docs/adr/${number}-[a-z0-9-]+\\.md$`));
      expect(readText(path)).toMatch(
        new RegExp(
          `^# ${number} .+\n\n\\*\\*Context\\.\\*\\* [^]+\n\n\\*\\*Decision\\.\\*\\* [^]+\n\n\\*\\*Consequences\\.\\*\\* `,
        ),
      );
    }
  });
});

describe('docs/fidelity.md', () => {
  const text = readText('docs/fidelity.md');
  const rows = fidelityRows(text);
  const explained = new Set(groupsOf(text, /^\| `([\w-]+)` +\|/gm));

  it('should have rows, each with a behaviour of its own', () => {
    expect(rows.length).toBeGreaterThan(100);
    const behaviours = rows.map(({ behaviour }) => behaviour);
    expect(behaviours.filter((behaviour, index) => behaviours.indexOf(behaviour) !== index)).toEqual([]);
  });

  it('should say of each row whether it is documented, inferred or ours', () => {
    expect(rows.filter(({ kind }) => !['documented', 'inferred', 'ours'].includes(kind))).toEqual([]);
  });

  it('should say where each row is from, in codes that it explains', () => {
    const isKnown = (code: string): boolean =>
      /^(?:[KGI]§\d+(?:\.\d+)*|G10\.\d+|D\d+)$/.test(code) || explained.has(code);
    expect(rows.filter(({ sources }) => sources.length === 0 || !sources.every(isKnown))).toEqual([]);
    const used = new Set(rows.flatMap(({ sources }) => sources));
    expect([...explained].filter((code) => !used.has(code))).toEqual([]);
  });

  it('should have a public page behind each row that calls itself documented', () => {
    const documented = rows.filter(({ kind }) => kind === 'documented');
    expect(documented.filter(({ sources }) => !sources.some((code) => explained.has(code)))).toEqual([]);
  });

  it('should name only switches that the code has', () => {
    const code = PROJECT_FILES.filter((path) => /^(?:apps|libs)\/.*\.ts$/.test(path))
      .map(readText)
      .join('\n');
    const switches = new Set(rows.flatMap((row) => row.switches));
    expect([...switches].filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([]);
  });

  it('should name a test for each row, and only tests that exist', () => {
    expect(rows.filter(({ tests }) => tests.length === 0).map(({ behaviour }) => behaviour)).toEqual([]);
    const named = rows.flatMap(({ tests }) => tests);
    expect(named.filter(({ file, title }) => !isTest(file, title))).toEqual([]);
  });
});

describe('docs/security.md', () => {
  it('should name a test for each claim, and only tests that exist', () => {
    const text = readText('docs/security.md');
    expect(groupsOf(text, /^(- .*)$/gm).filter((claim) => testsIn(claim).length === 0)).toEqual([]);
    expect(testsIn(text).filter(({ file, title }) => !isTest(file, title))).toEqual([]);
  });
});

describe('the decisions on what the pages of GoKart leave open', () => {
  const rows = fidelityRows(readText('docs/fidelity.md'));

  it.each(Array.from({ length: 35 }, (_, index) => `G10.${String(index + 1)}`))(
    'should have a row, and a test that names it: %s',
    (decision) => {
      const tests = rows.filter(({ sources }) => sources.includes(decision)).flatMap((row) => row.tests);
      expect(tests.some(({ title }) => title.includes(`(${decision})`))).toBe(true);
    },
  );
});

/** Specs are named by as much of their path as tells one from all others. */
function isTest(file: string, title: string): boolean {
  const specs = PROJECT_FILES.filter((path) => path.endsWith(`/${file}`));
  return specs.length === 1 && readText(specs[0]!).replaceAll("\\'", "'").includes(title);
}

/** What would tie the project to the place or the way it was written in, with samples. This file alone has to name it. */
const FOREIGN: readonly { what: string; pattern: RegExp; found: string[]; overlooked: string[] }[] = [
  {
    what: 'absolute path of a machine',
    pattern: /(?<![\w.$}*~:)/-])\/(?:home|root|Users|work|workspaces?|mnt|private|tmp|var\/folders)\/[\w.-]+/,
    found: ['cd /home/ann/pitlane', 'see /tmp/x.log', '"/Users/ann/x"'],
    overlooked: [
      'tmpfs: [/tmp, /run]',
      '/var/lib/postgresql',
      'https://x.test/home/a',
      './tmp/a',
      '/r/abc',
      '/api/v1/track',
    ],
  },
  {
    what: 'host of a package registry',
    pattern: /\b(?:registry|npm|packages?|artifactory|nexus|verdaccio)\.[\w-]+\.[a-z]{2,}\b|"resolved":|_authToken/,
    found: ['https://registry.npmjs.org/pg', 'http://npm.intra.test:4873/', '"resolved": "x"'],
    overlooked: ['package.json', 'npm ci', 'a registry may not have served it'],
  },
  {
    what: 'word of how it was written',
    pattern:
      /\b(?:sub-?agents?|claude|anthropic|openai|chatgpt|copilot|llms?|coding agents?|ai[- ](?:assistants?|generated|written))\b/i,
    found: ['a subagent did it', 'AI-generated', 'an LLM'],
    overlooked: ['user-agent', 'new Agent({})', 'domain-written', 'openapi.json'],
  },
  {
    what: 'word of who wrote it',
    pattern: /\b(?:(?:this|previous|earlier|last|next|my) session|(?:an)?other helpers?|the lead|(?:my|the) brief)\b/i,
    found: ['in an earlier session', 'another helper writes it', 'ask the lead'],
    overlooked: [
      'unless another session has it',
      'a session of the console',
      'pitlane_session',
      'no `helper`',
      'the leading label',
    ],
  },
  {
    what: 'document that is not part of it',
    pattern: /\b(?:CONTRACT|DESIGN|EXAMPLES|SPEC)\.md\b|\bshared\/(?:facts|tried|hooks)\b/,
    found: ['see CONTRACT.md', '../shared/facts/x.md'],
    overlooked: ['CONTRIBUTING.md', 'the contract', '@app/shared'],
  },
];

describe('the project', () => {
  const files = PROJECT_FILES.filter((path) => path !== 'tools/docs/docs.spec.ts');

  it.each(FOREIGN)('should hold no $what', ({ pattern }) => {
    const hits = files.flatMap((path) => {
      const hit = pattern.exec(readText(path));
      return hit === null ? [] : [`${path}: ${hit[0]}`];
    });
    expect(hits).toEqual([]);
  });

  it.each(FOREIGN)('should know a $what from its like', ({ pattern, found, overlooked }) => {
    expect([...found, ...overlooked].filter((sample) => pattern.test(sample))).toEqual(found);
  });
});
