import type { PitlaneMatchers } from './matchers/matchers.js';

declare module 'vitest' {
  interface Matchers<T = any> extends PitlaneMatchers {}
}
