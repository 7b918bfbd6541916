/**
 * The dependency rule of this repository, as law; the prose is in ARCHITECTURE.md. Every rule here is shown to fire on
 * a planted violation in tools/boundaries, and a rule without one fails that test.
 */
const SPEC = '\\.(spec|int-spec|e2e-spec)\\.ts$';
const TESTS = [SPEC, '/specs/', '^libs/testing/', '^test/'];

/** A package as it is installed, and its types where they live apart. */
const packages = (...names) => `node_modules/(@types/)?(${names.join('|')})/`;

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid('no-cycles', 'No circular import, ever.', {}, { circular: true }),
    forbid(
      'domain-is-pure',
      'Business rules import nothing but each other.',
      { path: '^libs/domain/', pathNot: TESTS },
      { pathNot: '^libs/domain/' },
    ),
    forbid(
      'store-stays-small',
      'Persistence sees the domain, the runtime, TypeORM and pg.',
      { path: '^libs/store/', pathNot: TESTS },
      { pathNot: ['^libs/(store|domain|runtime)/', packages('typeorm', 'pg', '@nestjs/common', '@nestjs/typeorm')] },
    ),
    forbid(
      'tracking-is-not-a-transport',
      'The verbs know rules, rows and transactions; no HTTP, no queue.',
      { path: '^libs/tracking/', pathNot: TESTS },
      { pathNot: ['^libs/(tracking|store|domain|runtime)/', packages('typeorm', '@nestjs/common')] },
    ),
    forbid(
      'runtime-has-no-business',
      'Config, ids, queue connection, logging: no business word.',
      { path: '^libs/runtime/', pathNot: TESTS },
      { path: '^libs/', pathNot: '^libs/runtime/' },
    ),
    forbid(
      'testkit-speaks-http',
      'The published kit is a client; it imports nothing of ours, and no package but a runner that it adds itself to.',
      { path: '^libs/testkit/', pathNot: SPEC },
      { path: ['^(apps|libs)/', 'node_modules/'], pathNot: ['^libs/testkit/', packages('vitest')] },
    ),
    forbid(
      'console-speaks-http',
      'The console is a client of the admin REST; it imports nothing of ours.',
      { path: '^apps/console/' },
      { path: '^(apps|libs)/', pathNot: '^apps/console/' },
    ),
    forbid('libs-never-see-apps', 'Dependencies point from apps to libs.', { path: '^libs/' }, { path: '^apps/' }),
    forbid(
      'apps-never-meet',
      'api and worker meet in the database and the queue; only the command line composes both.',
      { path: '^apps/([^/]+)/', pathNot: '^apps/cli/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    forbid(
      'edges-never-meet',
      'gokart, integr8, admin and emulator may use http/ and sheets/, never each other.',
      { path: '^apps/api/src/([^/]+)/', pathNot: TESTS },
      { path: '^apps/api/src/[^/]+/', pathNot: '^apps/api/src/($1|http|sheets)/' },
    ),
    forbid(
      'edges-write-through-tracking',
      'Public edges never touch rows; they call a verb.',
      { path: '^apps/api/src/(gokart|integr8)/', pathNot: TESTS },
      { path: ['^libs/store/', packages('typeorm', '@nestjs/typeorm')] },
    ),
    forbid(
      'libs-by-the-front-door',
      'Import @app/x, never a file inside it. The kit has a second door, for jest.',
      { path: '^(apps|libs|test|tools)/([^/]+)' },
      { path: '^libs/', pathNot: ['^libs/$2/', '^libs/[^/]+/src/index\\.ts$', '^libs/testkit/src/jest\\.cjs$'] },
    ),
    forbid(
      'one-http-client',
      'Only http-sender and its transport talk to receivers.',
      { path: '^(apps|libs)/', pathNot: ['^apps/worker/src/(http-sender|undici-transport)\\.ts$', ...TESTS] },
      { path: packages('axios', 'undici') },
    ),
    forbid(
      'raw-sql-has-two-homes',
      'The pg driver is used where rows live and where the queue connects.',
      { path: '^(apps|libs)/', pathNot: ['^libs/(store|runtime)/', ...TESTS] },
      { path: packages('pg', 'pg-[^/]+') },
    ),
    forbid('testing-stays-in-tests', 'Builders never ship.', { pathNot: TESTS }, { path: '^libs/testing/' }),
    forbid(
      'no-dev-dependency-ships',
      'Production code needs production dependencies; the kit adds itself to the test runner of its user.',
      { path: '^(apps|libs)/', pathNot: ['^libs/testkit/src/vitest\\.mjs$', ...TESTS] },
      { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    ),
    forbid(
      'no-orphans',
      'A file nobody imports is deleted.',
      { orphan: true, path: '^(apps|libs)/', pathNot: ['main\\.ts$', '/migrations/', '^libs/testing/src/jest-'] },
      {},
    ),
    forbid('nothing-unresolved', 'Every import resolves.', {}, { couldNotResolve: true }),
  ],
  options: {
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
