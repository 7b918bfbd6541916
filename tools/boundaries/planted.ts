/** Path → content of a file of a pretended repository. */
export type Files = Readonly<Record<string, string>>;

const installed = (...names: string[]): Files =>
  Object.fromEntries(
    names.flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, 'module.exports = {};'],
    ]),
  );

/** A small repository of the same shape as this one in which every rule is kept. */
export const HOUSE: Files = {
  'package.json': JSON.stringify({
    name: 'house',
    dependencies: { axios: '*', undici: '*', pg: '*', typeorm: '*', '@nestjs/common': '*' },
    devDependencies: { 'fast-check': '*' },
  }),
  ...installed('axios', 'undici', 'pg', 'typeorm', '@nestjs/common', 'fast-check'),
  'libs/domain/src/index.ts': "export { rule } from './rule';",
  'libs/domain/src/rule.ts': 'export const rule = 1;',
  'libs/runtime/src/index.ts': "import 'pg'; export const setting = 1;",
  'libs/store/src/index.ts':
    "import 'pg'; import 'typeorm'; import '@nestjs/common'; export { rule } from '@app/domain';",
  'libs/tracking/src/index.ts': "import 'typeorm'; export { rule } from '@app/store'; export * from '@app/runtime';",
  'libs/testkit/src/index.ts': 'export const kit = 1;',
  'libs/testing/src/index.ts': "export { rule } from '@app/store';",
  'apps/api/src/main.ts': "import './gokart/wall'; import './admin/offers';",
  'apps/api/src/gokart/wall.ts': "import '../http/limits'; import '@app/tracking';",
  'apps/api/src/gokart/wall.spec.ts': "import './wall'; import '@app/testing'; import 'fast-check';",
  'apps/api/src/admin/offers.ts': "import '../http/limits'; import '@app/store';",
  'apps/api/src/http/limits.ts': "import '@nestjs/common'; export const limit = 1;",
  'apps/worker/src/main.ts': "import './http-sender';",
  'apps/worker/src/http-sender.ts': "import 'axios'; import './undici-transport';",
  'apps/worker/src/undici-transport.ts': "import 'undici';",
  'apps/cli/src/main.ts': "import '../../api/src/main'; import '../../worker/src/main';",
  'apps/console/src/main.ts': "import './page';",
  'apps/console/src/page.ts': 'export const page = 1;',
  'test/e2e/walk.e2e-spec.ts': "import '@app/testing'; import '../../libs/testkit/src';",
};

interface Planted {
  /** The file whose import the rule must name. */
  readonly culprit: string;
  readonly files: Files;
}

const plant = (culprit: string, content: string, others: Files = {}): Planted => ({
  culprit,
  files: { [culprit]: content, ...others },
});

/** Rule → additions to the house that break it, one or more ways. */
export const VIOLATIONS: Readonly<Record<string, readonly Planted[]>> = {
  'no-cycles': [
    plant('libs/domain/src/egg.ts', "import type { Hen } from './hen'; export type Egg = Hen | null;", {
      'libs/domain/src/hen.ts': "import type { Egg } from './egg'; export type Hen = Egg[];",
    }),
  ],
  'domain-is-pure': [
    plant('libs/domain/src/clock.ts', "import { hrtime } from 'node:process'; export const now = hrtime;"),
    plant('libs/domain/src/row.ts', "import 'typeorm';"),
    plant('libs/domain/src/setting.ts', "import '@app/runtime';"),
  ],
  'store-stays-small': [
    plant('libs/store/src/verb.ts', "import '@app/tracking';"),
    plant('libs/store/src/fetch.ts', "import 'undici';"),
  ],
  'tracking-is-not-a-transport': [
    plant('libs/tracking/src/call.ts', "import { request } from 'node:http'; request('');"),
  ],
  'runtime-has-no-business': [
    plant('libs/runtime/src/price.ts', "import { rule } from '@app/domain'; export const price = rule;"),
  ],
  'testkit-speaks-http': [
    plant('libs/testkit/src/shortcut.ts', "import '@app/runtime';"),
    plant('libs/testkit/src/client.ts', "import 'pg';"),
  ],
  'console-speaks-http': [plant('apps/console/src/shortcut.ts', "import type { rule } from '@app/domain';")],
  'libs-never-see-apps': [plant('libs/tracking/src/upwards.ts', "import '../../../apps/worker/src/undici-transport';")],
  'apps-never-meet': [
    plant('apps/api/src/admin/worker-line.ts', "import '../../../worker/src/main';"),
    plant('apps/worker/src/api-line.ts', "import type {} from '../../api/src/main';"),
  ],
  'edges-never-meet': [
    plant('apps/api/src/gokart/admin-line.ts', "import '../admin/offers';"),
    plant('apps/api/src/emulator/wall-line.ts', "import '../gokart/wall';"),
  ],
  'edges-write-through-tracking': [
    plant('apps/api/src/gokart/rows.ts', "import '@app/store';"),
    plant('apps/api/src/integr8/rows.ts', "import type {} from 'typeorm';"),
  ],
  'libs-by-the-front-door': [
    plant('apps/api/src/admin/back-door.ts', "import '../../../../libs/domain/src/rule';"),
    plant('test/e2e/back-door.e2e-spec.ts', "import '../../libs/domain/src/rule';"),
  ],
  'one-http-client': [
    plant('apps/api/src/admin/preview.ts', "import 'axios';"),
    plant('apps/worker/src/second-sender.ts', "import 'undici';"),
  ],
  'raw-sql-has-two-homes': [plant('apps/worker/src/query.ts', "import 'pg';")],
  'testing-stays-in-tests': [plant('apps/worker/src/built.ts', "import '@app/testing';")],
  'no-dev-dependency-ships': [plant('apps/api/src/http/load.ts', "import 'fast-check';")],
  'no-orphans': [plant('libs/domain/src/forgotten.ts', 'export const forgotten = 1;')],
  'nothing-unresolved': [plant('apps/worker/src/typo.ts', "import './sennder';")],
};
