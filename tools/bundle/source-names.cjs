// Stack traces name the source and its line instead of the bundle and its. The list of them is read when the first trace is asked for.
const { readFileSync } = require('node:fs');

const PER_STRETCH = 3;

function readLines(bundle) {
  try {
    return JSON.parse(readFileSync(`${bundle}.lines.json`, 'utf8'));
  } catch {
    return { sources: [], stretches: [] };
  }
}

/** `source:line` of a line of the bundle; `null`: it is a package's. See lines.mjs for the list. */
function placeOf(line, { sources, stretches }) {
  let [low, high] = [0, stretches.length / PER_STRETCH];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle * PER_STRETCH] <= line) low = middle + 1;
    else high = middle;
  }
  const [first, source, sourceLine] = stretches.slice((low - 1) * PER_STRETCH, low * PER_STRETCH);
  return typeof sources[source] !== 'string' ? null : `${sources[source]}:${sourceLine + line - first}`;
}

function titleOf(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

/** From now on traces of this process name the sources of this bundle. */
exports.nameSources = (bundle) => {
  let lines;
  const nameFrame = (frame) => {
    const text = String(frame);
    if (frame.getFileName() !== bundle) return text;
    lines ??= readLines(bundle);
    const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
    const place = placeOf(line, lines);
    return place === null ? text : text.replace(`${bundle}:${line}:${column}`, place);
  };
  Error.prepareStackTrace = (error, frames) =>
    [titleOf(error), ...frames.map((frame) => `    at ${nameFrame(frame)}`)].join('\n');
};
