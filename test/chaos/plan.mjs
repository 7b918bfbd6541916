import { parseArgs } from 'node:util';

export const BACKENDS = ['postgres', 'redis'];

/** How often each thing is done, on each backend. */
const PLANS = {
  long: { seeds: 20, apiKills: 10, crowds: 5, restarts: 5, freezes: 2, redisAwayMs: 60_000 },
  short: { seeds: 1, apiKills: 1, crowds: 1, restarts: 1, freezes: 1, redisAwayMs: 3_000 },
};

const USAGE = `npm run chaos -- [options]
  --short               each thing once
  --seed <number>       plays the same run again; without it the seed is drawn and printed
  --backend <name>      ${BACKENDS.join(' or ')}; without it both
  --only <text>         scenarios whose name has this
  --report <file>       writes the report there too, as Markdown
  --help`;

/** What the command line asks for, or `{usage}`. */
export function readPlan(args) {
  const text = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  const { values } = parseArgs({
    args,
    options: { short: flag, help: flag, seed: text, backend: text, only: text, report: text },
  });
  if (values.help) return { usage: USAGE };
  if (values.backend !== undefined && !BACKENDS.includes(values.backend)) {
    throw new Error(`--backend: there is no ${values.backend}\n\n${USAGE}`);
  }
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed: ${values.seed} is no whole number\n\n${USAGE}`);
  return {
    seed,
    backends: values.backend === undefined ? BACKENDS : [values.backend],
    only: values.only ?? '',
    report: values.report,
    ...(values.short ? PLANS.short : PLANS.long),
  };
}
