import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const SOURCES = {
  'package.json': '{}',
  'libs/domain/src/index.ts': "export { rule } from './rule'; export type { Fact } from './rule';",
  'libs/domain/src/rule.ts':
    'export interface Fact { n: number } export const rule = (fact: Fact): number => fact.n + 1;',
  'libs/domain/src/rule.spec.ts': "import './rule';",
  'libs/domain/src/table.json': '{ "n": 1 }',
  'libs/testing/src/index.ts': 'export const given = 1;',
  'apps/api/src/deep/main.ts': [
    '#!/usr/bin/env node',
    "import 'reflect-metadata';",
    "import { Injectable } from '@nestjs/common';",
    "import type { Fact } from '@app/domain';",
    "import { type Fact as Same, rule } from '@app/domain';",
    'class Given { n = 1 }',
    '@Injectable() export class Verb { readonly unset?: string; constructor(readonly given: Given) {} }',
    'const fact: Fact & Same = { n: 1 };',
    "const [of] = Reflect.getMetadata('design:paramtypes', Verb) as { name: string }[];",
    'console.log(rule(fact), of?.name, Object.keys(new Verb(new Given())).join());',
  ].join('\n'),
};

describe('build', () => {
  let home: string;

  const put = (path: string, content: string): void => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), content);
  };
  const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, args, { cwd: home, encoding: 'utf8' });
  const build = (...modes: string[]): ReturnType<typeof run> => run('tools/build.mjs', ...modes);

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'pitlane build [x] '));
    symlinkSync(join(__dirname, '..', 'node_modules'), join(home, 'node_modules'));
    for (const tool of ['build.mjs', 'swc-options.cjs']) cpSync(join(__dirname, tool), join(home, 'tools', tool));
    for (const [path, content] of Object.entries(SOURCES)) put(path, content);
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('should make programs that run, with aliases, decorators and no field that was not set', () => {
    expect(build()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^built 4 files in /) as string });
    expect(run('dist/apps/api/src/deep/main.js')).toMatchObject({ status: 0, stdout: '2 Given given\n', stderr: '' });
  });

  it('should leave out tests and builders, and take assets along', () => {
    build();
    const isThere = (path: string): boolean => existsSync(join(home, 'dist', path));
    expect(['libs/domain/src/rule.spec.js', 'libs/testing'].filter(isThere)).toEqual([]);
    expect(['libs/domain/src/table.json', 'libs/domain/src/rule.js.map'].filter(isThere)).toHaveLength(2);
  });

  it('should be silent when nothing changed and do only what did', () => {
    build();
    expect(build('--if-stale')).toMatchObject({ status: 0, stdout: '' });
    put(
      'libs/domain/src/rule.ts',
      'export interface Fact { n: number } export const rule = (fact: Fact): number => fact.n + 10;',
    );
    expect(build('--if-stale').stdout).toMatch(/^built 1 files in /);
    expect(run('dist/apps/api/src/deep/main.js').stdout).toMatch(/^11 /);
  });

  it('should remove what lost its source', () => {
    put('libs/domain/src/gone.ts', 'export const gone = 1;');
    build();
    rmSync(join(home, 'libs/domain/src/gone.ts'));
    build();
    expect(existsSync(join(home, 'dist/libs/domain/src/gone.js'))).toBe(false);
  });

  it('should name the file that does not compile, and try again next time', () => {
    put('libs/domain/src/rule.ts', 'export const = 1;');
    expect(build()).toMatchObject({ status: 1, stderr: expect.stringContaining('libs/domain/src/rule.ts') as string });
    expect(build('--if-stale').status).toBe(1);
    put('libs/domain/src/rule.ts', SOURCES['libs/domain/src/rule.ts']);
    expect(build('--if-stale').status).toBe(0);
  });

  it('should run the generators on what it compiled, and again when what they read has changed', () => {
    const made = (): string => readFileSync(join(home, 'dist/openapi.json'), 'utf8');
    put(
      'tools/openapi/generate.mjs',
      "import { appendFileSync } from 'node:fs'; appendFileSync('dist/openapi.json', 'made. ');",
    );
    expect(build().status).toBe(0);
    put('apps/worker/src/send.ts', 'export const send = 1;');
    build();
    expect(made()).toBe('made. ');
    put('apps/api/src/deep/more.ts', 'export const more = 1;');
    build();
    rmSync(join(home, 'apps/api/src/deep/more.ts'));
    build();
    expect(made()).toBe('made. made. made. ');
  });
});
