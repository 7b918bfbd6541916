// Jest takes `testTimeout` of a whole run only, never of one project: jest.config.js hands each project's limit over.
const { TEST_TIME_LIMIT_MS } = globalThis as unknown as { TEST_TIME_LIMIT_MS: number };

jest.setTimeout(TEST_TIME_LIMIT_MS);

export {};
