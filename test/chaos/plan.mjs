import { parseArgs } from 'node:util';

export const BACKENDS = ['postgres', 'redis'];

/** How often each thing is done, on each backend. */
const PLANS = {
  long: { kills: 20, apiKills: 12, crowds: 8, restarts: 5, freezes: 2, redisAwayMs: 60_000, isTogether: false },
  short: { kills: 1, apiKills: 1, crowds: 1, restarts: 1, freezes: 1, redisAwayMs: 3_000, isTogether: true },
};

const USAGE = `npm run chaos -- [options]
  --short               each thing once, all in one world, looked at in the end
  --kills <number>      how often a worker is killed at each of its points
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
    options: { short: flag, help: flag, kills: text, seed: text, backend: text, only: text, report: text },
  });
  if (values.help) return { usage: USAGE };
  if (values.backend !== undefined && !BACKENDS.includes(values.backend)) {
    throw new Error(`--backend: there is no ${values.backend}\n\n${USAGE}`);
  }
  const plan = values.short ? PLANS.short : PLANS.long;
  return {
    ...plan,
    seed: wholeNumber('seed', values.seed, Math.floor(Math.random() * 2 ** 31)),
    kills: wholeNumber('kills', values.kills, plan.kills),
    backends: values.backend === undefined ? BACKENDS : [values.backend],
    only: values.only ?? '',
    report: values.report,
  };
}

function wholeNumber(name, given, otherwise) {
  const number = given === undefined ? otherwise : Number(given);
  if (!Number.isSafeInteger(number)) throw new Error(`--${name}: ${given} is no whole number\n\n${USAGE}`);
  return number;
}
