const COLUMNS = [
  ['scenario', ({ name }) => name],
  ['queue on', ({ backend }) => (backend === 'redis' ? 'Redis' : 'PostgreSQL')],
  ['times', ({ times }) => times],
  ['kills', ({ kills }) => kills],
  ['conversions', ({ conversions }) => conversions],
  ['deliveries', ({ deliveries }) => deliveries],
  ['calls', ({ calls }) => calls],
  ['attempts lost', ({ lostAttempts }) => lostAttempts],
  ['came twice', ({ duplicates }) => duplicates],
  ['of these unflagged', ({ unflagged }) => unflagged],
  ['problems', ({ problems }) => problems.length],
];

/** The run as a page: what was done, what came of it. */
export function toMarkdown(rows, { seed, seconds, cores }) {
  const sum = (name) => rows.reduce((total, row) => total + row[name], 0);
  const lines = [
    COLUMNS.map(([title]) => title),
    COLUMNS.map((_, index) => (index < 2 ? '---' : '--:')),
    ...rows.map((row) => COLUMNS.map(([, value]) => value(row))),
  ];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `Seed ${seed}, ${cores} cores, ${(seconds / 60).toFixed(0)} minutes: ${sum('kills')} kills, ${sum('clicks')} clicks, ${sum('conversions')} conversions and ${sum('rejections')} rejections acknowledged, ${sum('deliveries')} deliveries, ${sum('calls')} calls at the receiver.

${table}
`;
}
