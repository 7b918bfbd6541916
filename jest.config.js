// Three levels, three projects: unit (no I/O), int (real PostgreSQL and queue), e2e (whole processes).
// `npm test` runs them in this order; one alone: `npx jest --selectProjects unit`.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { esmPackages } = require('./tools/testing/esm-packages.cjs');
const { swcOptions } = require('./tools/swc-options.cjs');

const SERVERS = {
  globalSetup: join(__dirname, 'libs/testing/src/jest-global-setup.ts'),
  globalTeardown: join(__dirname, 'libs/testing/src/jest-global-teardown.ts'),
};

const project = (displayName, folders, { suffix, limitMs }) => ({
  displayName,
  roots: folders.map((folder) => join(__dirname, folder)).filter(existsSync),
  testRegex: `\\.${suffix}\\.ts$`,
  globals: { TEST_TIME_LIMIT_MS: limitMs },
  setupFilesAfterEnv: [join(__dirname, 'tools/testing/time-limit.ts')],
  testEnvironment: 'node',
  transform: { '^.+\\.(ts|js|mjs)$': ['@swc/jest', { ...swcOptions, sourceMaps: true }] },
  transformIgnorePatterns: [`/node_modules/(?!(?:.*/node_modules/)?(${esmPackages().join('|')})/)`],
});

const CODE = ['apps', 'libs', 'tools'];

module.exports = {
  projects: [
    project('unit', CODE, { suffix: 'spec', limitMs: 5_000 }),
    { ...project('int', CODE, { suffix: 'int-spec', limitMs: 30_000 }), ...SERVERS },
    { ...project('e2e', ['test/e2e'], { suffix: 'e2e-spec', limitMs: 90_000 }), ...SERVERS },
  ],
};
