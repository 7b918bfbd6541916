import { parseArgs } from 'node:util';
import { TARGETS } from './targets.mjs';

const MOST_MINUTES = 60;
const LONG_RUNS = 220_000;
const SHORT_RUNS = 2_000;

const NAMES = TARGETS.map(({ name }) => name);

const USAGE = `npm run fuzz -- [options]
  --runs <number>       inputs, all targets together; ${LONG_RUNS} without it
  --short               ${SHORT_RUNS} of them, and nothing measured: for machines that have other work, too
  --minutes <number>    no new round after so many; ${MOST_MINUTES} without it
  --seed <number>       makes the same inputs again, ids apart; without it the seed is drawn and printed
  --only <target>       ${NAMES.join(', ')}; with commas, several
  --failures <folder>   keeps what failed there, for --replay; without it fuzz-results
  --replay <file>       sends such a file to a fresh server, and shows the answer
  --report <file>       writes the report there too, as Markdown
  --help`;

/** What the command line asks for, or `{usage}`. */
export function readPlan(args) {
  const text = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  const { values } = parseArgs({
    args,
    options: {
      runs: text,
      short: flag,
      seed: text,
      only: text,
      failures: text,
      replay: text,
      report: text,
      minutes: text,
      help: flag,
    },
  });
  if (values.help) return { usage: USAGE };
  const only = values.only?.split(',') ?? NAMES;
  const unknown = only.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new Error(`--only: there is no ${unknown}\n\n${USAGE}`);
  return {
    runs: wholeNumber('runs', values.runs ?? String(values.short ? SHORT_RUNS : LONG_RUNS)),
    seed: values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : wholeNumber('seed', values.seed),
    isMeasured: !values.short,
    targets: TARGETS.filter(({ name }) => only.includes(name)),
    minutes: wholeNumber('minutes', values.minutes ?? String(MOST_MINUTES)),
    failures: values.failures ?? 'fuzz-results',
    replay: values.replay,
    report: values.report,
  };
}

function wholeNumber(name, text) {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number))
    throw new Error(`--${name}: ${text} is no whole number\n\n${USAGE}`);
  return number;
}
