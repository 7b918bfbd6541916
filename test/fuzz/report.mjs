const COLUMNS = [
  ['target', ({ name }) => name],
  ['inputs', ({ inputs }) => inputs],
  ['a second', ({ inputs, seconds }) => Math.round(inputs / seconds)],
  ['2xx, 3xx', ({ statuses }) => share(statuses, 200, 400)],
  ['4xx', ({ statuses }) => share(statuses, 400, 500)],
  ['no answer asked for', ({ statuses }) => share(statuses, 0, 1)],
  ['longest answer, ms', ({ longestMs }) => Math.round(longestMs)],
  ['longest stall, ms', ({ longestBusyMs }) => Math.round(longestBusyMs)],
];

function share(statuses, from, to) {
  const all = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  const some = [...statuses]
    .filter(([status]) => status >= from && status < to)
    .reduce((sum, [, count]) => sum + count, 0);
  return `${Math.round((100 * some) / all)} %`;
}

/** The run as a page: what was sent, what came of it. */
export function toMarkdown(rows, { seed, seconds, cores, memory, failures }) {
  const inputs = rows.reduce((sum, row) => sum + row.inputs, 0);
  const lines = [
    COLUMNS.map(([title]) => title),
    COLUMNS.map((_, index) => (index === 0 ? '---' : '--:')),
    ...rows.map((row) => COLUMNS.map(([, value]) => value(row))),
  ];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const failed = failures.map(
    ({ kind, count, files }) => `- ${count} × ${kind}${files.length === 0 ? '' : ` (${files.join(', ')})`}`,
  );
  return `Seed ${seed}, ${cores} cores, ${Math.round(seconds)} s: ${inputs} inputs, ${Math.round(inputs / seconds)} a second. Resident memory of the api after a collection: ${memory.before} MiB after the first inputs, ${memory.after} MiB at the end; heap in use ${memory.heapBefore} and ${memory.heapAfter} MiB.

${table}

${failed.length === 0 ? 'Nothing failed.' : failed.join('\n')}
`;
}
