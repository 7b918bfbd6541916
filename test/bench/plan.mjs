import { parseArgs } from 'node:util';

export const MEASURES = ['starts', 'memory', 'latency', 'clicks', 'conversions', 'deliveries'];
/** Measured only when asked for by name: they take a minute or more. */
const ON_REQUEST = ['reports', 'costs', 'growth', 'fairness'];

/** How much of everything: `long` takes three minutes at most, `short` 40 s. */
const PLANS = {
  long: {
    starts: { starts: 3 },
    memory: { idleMs: 20_000 },
    latency: { rates: [50, 200], paceMs: 8_000, burst: 3_000, share: 0.8 },
    clicks: { rounds: 5, roundMs: 2_000, warmUpMs: 2_000 },
    conversions: { rounds: 3, roundMs: 2_000, warmUpMs: 1_000 },
    deliveries: { rounds: 3, deliveries: 10_000, warmUp: 2_000 },
    reports: { clicks: 5_000_000, conversions: 500_000, rounds: 3 },
    costs: { clicksMs: 8_000, warmUpMs: 2_000, conversions: 22_000, warmUp: 2_000, mostMs: 60_000, deliveries: 30_000 },
    growth: { clicks: 10_000_000, days: 60, rounds: 10, roundMs: 2_000, warmUpMs: 3_000 },
    fairness: { seed: 1, perSecond: 50, paceMs: 10_000, dead: 10_000, slow: 400, retries: 50_000 },
  },
  short: {
    starts: { starts: 1 },
    memory: { idleMs: 5_000 },
    latency: { rates: [50, 200], paceMs: 2_000, burst: 1_000, share: 0.8 },
    clicks: { rounds: 3, roundMs: 1_000, warmUpMs: 1_000 },
    conversions: { rounds: 1, roundMs: 1_000, warmUpMs: 500 },
    deliveries: { rounds: 1, deliveries: 4_000, warmUp: 1_000 },
    reports: { clicks: 200_000, conversions: 20_000, rounds: 1 },
    costs: { clicksMs: 1_000, warmUpMs: 500, conversions: 2_500, warmUp: 500, mostMs: 60_000, deliveries: 3_000 },
    growth: { clicks: 300_000, days: 60, rounds: 3, roundMs: 1_000, warmUpMs: 1_000 },
    fairness: { seed: 1, perSecond: 50, paceMs: 4_000, dead: 10_000, slow: 100, retries: 10_000 },
  },
};

const USAGE = `npm run bench -- [options]
  --short               less of everything, 40 s at most
  --only <names>        some of: ${[...MEASURES, ...ON_REQUEST].join(', ')} (separated by commas);
                        ${ON_REQUEST.join(', ')}, which take a minute or more, only so
  --assert              exit with 1 when a target is missed
  --help`;

/** What the command line asks for: `{measures, plans, asserts}`, or `{usage}`. */
export function readPlan(args) {
  const flag = { type: 'boolean', default: false };
  const { values } = parseArgs({ args, options: { short: flag, assert: flag, help: flag, only: { type: 'string' } } });
  if (values.help) return { usage: USAGE };
  const measures = values.only?.split(',') ?? MEASURES;
  const unknown = measures.filter((name) => ![...MEASURES, ...ON_REQUEST].includes(name));
  if (unknown.length > 0) throw new Error(`--only: there is no ${unknown.join(', ')}\n\n${USAGE}`);
  return {
    measures: new Set(measures),
    plans: values.short ? PLANS.short : PLANS.long,
    asserts: values.assert,
    isShort: values.short,
  };
}
