// In `setupFilesAfterEnv`, or at the head of a test file: adds the matchers to jest's expect.
const { matchers } = require('./matchers/matchers');

globalThis.expect.extend(matchers);
