// What is fuzzed: which calls, with which key, how often, and how long an answer may take.
const SECOND = 1_000;

/**
 * `share` of the inputs of a run; `is`: which documented calls belong to it; `key`: what they carry, `none` for public calls;
 * `limitMs`: how long an answer may take.
 */
export const TARGETS = [
  { name: 'wall', share: 14, key: 'none', is: /^\/api\/v1\/offer-(wall|link)\// },
  { name: 'postback', share: 15, key: 'none', is: /^\/(track|postback)$|^\/api\/v1\/(conversion$|\{s1\})/ },
  { name: 'rejection', share: 8, key: 'none', is: /^\/r\// },
  { name: 'management', share: 10, key: 'account', is: /^\/api\/v1\/(sdk-|integrations\/)/ },
  { name: 'admin', share: 20, key: 'account', is: /^\/admin\/v1\/(?!accounts|emulator|conversions\/import)/ },
  {
    name: 'lists',
    share: 8,
    key: 'account',
    is: /^\/admin\/v1\/(offers|partners|advertisers|conversions|deliveries|clicks|views|(request|history)-logs|imports|scheduled-changes|reports\/summary)$/,
    methods: ['GET'],
    limitMs: 3 * SECOND,
  },
  { name: 'accounts', share: 2, key: 'root', is: /^\/admin\/v1\/accounts/ },
  // A jump of the clock carries out all that falls due on the way.
  { name: 'emulator', share: 5, key: 'account', is: /^\/admin\/v1\/emulator\/|^\/receivers\//, limitMs: 5 * SECOND },
  { name: 'imports', share: 2, key: 'account', is: /^\/admin\/v1\/imports/, limitMs: 5 * SECOND },
  { name: 'pages', share: 4, key: 'none', is: /^\/(docs|health|login|offer-wall|swagger|$)/ },
  { name: 'raw', share: 11, key: 'none', is: /^\/(health|r\/|track|admin\/v1\/offers$)/ },
].map((target) => ({ limitMs: SECOND, ...target }));

/** How many of the inputs each target gets. */
export function shareOut(targets, runs) {
  const whole = targets.reduce((sum, { share }) => sum + share, 0);
  return targets.map((target) => ({ target, count: Math.max(1, Math.round((runs * target.share) / whole)) }));
}
