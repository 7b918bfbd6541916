// In `setupFiles`, or at the head of a test file: adds the matchers to Vitest's expect.
import { expect } from 'vitest';
import kit from './matchers/matchers.js';

expect.extend(kit.matchers);
