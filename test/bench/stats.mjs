/** p50, p95, p99 and the largest of a Float64Array, which is sorted by this. */
export function percentiles(values) {
  values.sort();
  const at = (share) => values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? null;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

export function median(values) {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The same field of several measurements, as one figure. */
export const medianOf = (rounds, field) => median(rounds.map((round) => round[field]));
