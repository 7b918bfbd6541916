// What was measured as rows: a figure, the baseline of the same run beside it, and the target where there is one.

/** Rows of the table: `{what, figure, baseline, comparison, target, isMet}`; `isMet` is null without a target. */
export function toRows(figures) {
  return [
    ...clickRows(figures.clicks),
    ...conversionRows('api alone', figures.conversions, 2_500),
    ...conversionRows('all in one, delivering', figures.conversionsTogether),
    ...deliveryRows(figures.deliveries),
    ...(figures.latency ?? []).map(latencyRow),
    ...startRows(figures.starts),
    ...memoryRows(figures.idle, figures.clicks?.memory),
    ...fairnessRows(figures.fairness),
    ...Object.entries(figures.reports ?? {}).map(reportRow),
    ...Object.entries(figures.costs ?? {}).map(costRow),
    ...Object.entries(figures.growth ?? {}).flatMap(growthRows),
  ];
}

function clickRows(clicks) {
  if (clicks === undefined) return [];
  const { pitlane, bare, typeorm, toBare, toTypeorm } = clicks;
  const figure = `${whole(pitlane.perSecond)}/s`;
  return [
    row(
      'durable clicks, 64 connections',
      figure,
      `bare Fastify ${whole(bare.perSecond)}/s`,
      times(toBare),
      atLeast(toBare, 0.35, times),
    ),
    row('', figure, `TypeORM insert ${whole(typeorm.perSecond)}/s`, times(toTypeorm), atLeast(toTypeorm, 2, times)),
    row(
      '  p50 / p99',
      `${ms(pitlane.p50)} / ${ms(pitlane.p99)}`,
      `bare ${ms(bare.p50)} / ${ms(bare.p99)}`,
      '',
      below(pitlane.p99, 20, ms),
    ),
  ];
}

function conversionRows(where, conversions, target) {
  if (conversions === undefined) return [];
  const { pitlane, oneRow, ratio } = conversions;
  const met = target === undefined ? null : atLeast(pitlane.perSecond, target, (value) => `${whole(value)}/s`);
  return [
    row(
      `conversions, ${where}`,
      `${whole(pitlane.perSecond)}/s`,
      `one-row transaction ${whole(oneRow.perSecond)}/s`,
      times(ratio),
      met,
    ),
    row(
      '  p50 / p99',
      `${ms(pitlane.p50)} / ${ms(pitlane.p99)}`,
      `one row ${ms(oneRow.p50)} / ${ms(oneRow.p99)}`,
      '',
      null,
    ),
  ];
}

function deliveryRows(deliveries) {
  if (deliveries === undefined) return [];
  const baseline = `bare axios ${whole(deliveries.axios)}/s`;
  const of = (name, title) => {
    const what = `deliveries, attempts kept, ${title}`;
    if (deliveries[name] === undefined) return row(what, 'no redis-server here', baseline, '', null);
    const { perSecond, ratio } = deliveries[name];
    return row(what, `${whole(perSecond)}/s`, baseline, times(ratio), atLeast(ratio, 1, times));
  };
  return [of('postgres', 'queue on PostgreSQL'), of('redis', 'queue on Redis')];
}

function latencyRow({ perSecond, share, all, straight }) {
  const most = share === undefined ? 60 : 250;
  const three = ({ p50, p95, p99 }) => `${ms(p50)} / ${ms(p95)} / ${ms(p99)}`;
  const ofMost = share === undefined ? '' : ` (${whole(share * 100)} % of the most)`;
  const what = `publish to delivered at ${whole(perSecond)}/s${ofMost}, p50 / p95 / p99`;
  return row(
    what,
    three(all),
    `straight ${three(straight)}`,
    '',
    below(all.p95, most, (value) => `p95 ${ms(value)}`),
  );
}

function fairnessRows(fairness) {
  if (fairness === undefined) return [];
  const { alone, besideTroubled, left, besideRetries, retriesLeft } = fairness;
  const both = ({ p50, p99 }) => `${ms(p50)} / ${ms(p99)}`;
  const of = (what, figure) =>
    row(
      `healthy deliveries beside ${what}, p50 / p99`,
      both(figure),
      `alone ${both(alone)}`,
      '',
      below(figure.p99, 1_000, (value) => `p99 ${ms(value)}`),
    );
  return [
    of(`dead, silent and slow ones (${whole(left)} left)`, besideTroubled),
    of(`retries to the same receiver (${whole(retriesLeft)} left)`, besideRetries),
  ];
}

function startRows(starts) {
  if (starts === undefined) return [];
  const baseline = `node alone ${whole(starts.node)} ms`;
  const of = (title, { first, later }) => [
    row(
      `first start, ${title}`,
      `${whole(first)} ms`,
      baseline,
      '',
      below(first, 3_000, (value) => `${whole(value)} ms`),
    ),
    row(
      `later start, ${title}`,
      `${whole(later)} ms`,
      baseline,
      '',
      below(later, 1_500, (value) => `${whole(value)} ms`),
    ),
  ];
  return [...of('pitlane start', starts.direct), ...of('npm start', starts.npm)];
}

function memoryRows(idle, busy) {
  const of = (what, memory, target) => {
    if (memory === null || memory === undefined) return [];
    const { processes, pssMib, rssMib, wholeMib } = memory;
    const met = target === undefined ? null : below(wholeMib, target, mib);
    return [row(`${what}, ${processes} processes`, mib(wholeMib), `PSS ${mib(pssMib)}, RSS ${mib(rssMib)}`, '', met)];
  };
  return [...of('idle memory', idle, 250), ...of('memory under clicks', busy, 500)];
}

function reportRow([name, took]) {
  return row(name, ms(took), '', '', below(took, 1_000, ms));
}

function costRow([name, { perSecond, apiUs, workerUs, postgresUs, walBytes, diskBytes }]) {
  const ours = workerUs === undefined ? `api ${apiUs} µs` : `worker ${workerUs} µs`;
  const bytes = `log ${whole(walBytes)} B, disk ${whole(diskBytes)} B`;
  return row(`one ${name}, at ${whole(perSecond)}/s`, `${ours}, PostgreSQL ${postgresUs} µs`, bytes, '', null);
}

const GROWN = {
  click: 'click, many stored, p50',
  conversion: 'conversion of a click of any day, many stored, p50',
  conversionOfToday: 'conversion of a click just made, many stored, p50',
};

function growthRows([name, { grown, empty, ratio, cpuRatio }]) {
  const fine = (value) => `${value.toFixed(2)} ms`;
  return [
    row(GROWN[name], fine(grown.p50), `empty store ${fine(empty.p50)}`, times(ratio), atMost(ratio, 1.2, times)),
    row('  processor time each', fine(grown.cpuMs), `empty store ${fine(empty.cpuMs)}`, times(cpuRatio), null),
  ];
}

function row(what, figure, baseline, comparison, target) {
  return { what, figure, baseline, comparison, target: target?.text ?? '', isMet: target?.isMet ?? null };
}

const atLeast = (value, target, format) => ({ text: `≥ ${format(target)}`, isMet: value >= target });
const atMost = (value, target, format) => ({ text: `≤ ${format(target)}`, isMet: value <= target });
const below = (value, target, format) => ({ text: `< ${format(target)}`, isMet: value < target });

const whole = (value) => Math.round(value).toLocaleString('en-US');
const times = (value) => `${value.toFixed(2)} ×`;
const ms = (value) => `${value.toFixed(1)} ms`;
const mib = (value) => `${value.toFixed(0)} MiB`;

/** The rows as text, columns aligned. */
export function toTable(rows) {
  const titles = {
    what: 'measured',
    figure: 'figure',
    baseline: 'baseline',
    comparison: 'ratio',
    target: 'target',
    verdict: '',
  };
  const lines = [titles, ...rows.map((line) => ({ ...line, verdict: verdictOf(line) }))];
  const names = Object.keys(titles);
  const widths = names.map((name) => Math.max(...lines.map((line) => line[name].length)));
  return lines
    .map((line) =>
      names
        .map((name, index) => line[name].padEnd(widths[index]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function verdictOf({ isMet }) {
  if (isMet === null) return '';
  return isMet ? 'ok' : 'MISSED';
}
