// Which line of which source a line of the bundle comes from. A map of the usual kind says it of every word, and takes a second to read.

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));
const CONTINUES = 32;
const NONE = -1;
/** As seen from dist. */
const OURS = /^(?:\.\.\/)?(?:apps|libs)\//;

/** The numbers of one segment of a source map: each in digits of five bits, the lowest first, the lowest of all its sign. */
function numbersIn(segment) {
  const numbers = [];
  let [value, shift] = [0, 0];
  for (const digit of segment) {
    const bits = VALUES.get(digit);
    value += (bits & (CONTINUES - 1)) << shift;
    shift += 5;
    if (bits & CONTINUES) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}

/** Of each line of the bundle: the source (its index) and line (from 0) that its first word comes from; `null`: nobody's. */
function* firstWords(mappings) {
  let [source, line] = [0, 0];
  for (const segments of mappings.split(';')) {
    let first = null;
    for (const segment of segments === '' ? [] : segments.split(',')) {
      const [, sourceStep = 0, lineStep = 0] = numbersIn(segment);
      source += sourceStep;
      line += lineStep;
      first ??= { source, line };
    }
    yield first;
  }
}

/**
 * `{sources, stretches}`: of each stretch the first line in the bundle, the index of its source (-1: none of ours) and
 * the first line there, all in one list of numbers and counted from 1. Within a stretch both go on line by line.
 */
export function linesOf({ sources, mappings }) {
  const names = sources.map((source) => (OURS.test(source) ? source.replace(/^\.\.\//, '') : null));
  const stretches = [];
  let before = { source: NONE, ahead: 0 };
  let at = 0;
  for (const first of firstWords(mappings)) {
    at++;
    const source = first === null || names[first.source] === null ? NONE : first.source;
    const ahead = source === NONE ? 0 : first.line + 1 - at;
    if (source === before.source && ahead === before.ahead) continue;
    stretches.push(at, source, source === NONE ? 0 : first.line + 1);
    before = { source, ahead };
  }
  return { sources: names, stretches };
}
