import type { PitlaneMatchers } from './matchers/matchers';

declare global {
  namespace jest {
    // Parameters must be those of the declaration that it adds to.
    interface Matchers<R, T> extends PitlaneMatchers {}
  }
}

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T> extends PitlaneMatchers {}
}
