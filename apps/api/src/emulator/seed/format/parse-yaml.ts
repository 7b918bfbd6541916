import { isMap, isPair, LineCounter, parseDocument, type Document, type ParsedNode, type YAMLMap } from 'yaml';
import type { Path, SeedProblem } from './place';

/** Counted from 1. */
export interface Place {
  line: number;
  column: number;
}

export type YamlReading =
  | { kind: 'parsed'; value: unknown; placeOf: (problem: Pick<SeedProblem, 'path' | 'onKey'>) => Place }
  | { kind: 'broken'; problems: (Place & { message: string })[] };

/** An alias that stands for others many times over would not fit into memory. */
const MOST_ALIASES = 100;
const START: Place = { line: 1, column: 1 };

/** Reads YAML, of which JSON is a part, and knows afterwards where each value stands. */
export function parseYaml(text: string): YamlReading {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
    const problems = document.errors.map(({ pos, message }) => ({ ...placeAt(lines, pos[0]), message }));
    if (problems.length > 0) return { kind: 'broken', problems };
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return { kind: 'parsed', value, placeOf: ({ path, onKey }) => find({ document, lines }, path, onKey === true) };
  } catch (error) {
    // Too many aliases, or nested deeper than the stack.
    return {
      kind: 'broken',
      problems: [{ ...START, message: error instanceof Error ? error.message : String(error) }],
    };
  }
}

interface Source {
  document: Document.Parsed;
  lines: LineCounter;
}

/** Where the value stands; of one that is missing, where it would: its parent. */
function find({ document, lines }: Source, path: Path, onKey: boolean): Place {
  for (let length = path.length; length > 0; length--) {
    const at = path.slice(0, length);
    const offset = (onKey && length === path.length ? keyOffset(document, at) : null) ?? valueOffset(document, at);
    if (offset !== null) return placeAt(lines, offset);
  }
  return START;
}

function valueOffset(document: Document.Parsed, path: Path): number | null {
  const node: unknown = document.getIn(path, true);
  return hasRange(node) ? node.range[0] : null;
}

function keyOffset(document: Document.Parsed, path: Path): number | null {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return null;
  const map: YAMLMap = parent;
  const pair = map.items.find((item) => isPair(item) && String(item.key) === String(path.at(-1)));
  return hasRange(pair?.key) ? pair.key.range[0] : null;
}

function hasRange(node: unknown): node is ParsedNode {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return line === 0 ? START : { line, column: col };
}
