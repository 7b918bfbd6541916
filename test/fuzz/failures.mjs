// What failed, each kind once or a few times, with a file to do it again.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const KEPT = 3;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

export class Failures {
  #kinds = new Map();
  #inputs = new Set();
  #folder;

  constructor(folder) {
    this.#folder = folder;
  }

  add(input, problem, account) {
    this.#inputs.add(input);
    const kind = `${input.target.name} ${shortPath(input)}: ${problem
      .replace(UUID, '<id>')
      .replace(/\d+ ms/, '… ms')
      .slice(0, 120)}`;
    const known = this.#kinds.get(kind) ?? { count: 0, kept: [], problem };
    known.count += 1;
    if (known.kept.length < KEPT) known.kept.push({ input, bytes: withNames(input.bytes, account) });
    this.#kinds.set(kind, known);
  }

  /** What no single input can be named for. */
  addGeneral(problem) {
    const known = this.#kinds.get(problem) ?? { count: 0, kept: [], problem };
    known.count += 1;
    this.#kinds.set(problem, known);
  }

  /** `line`: what a server wrote to its log. */
  addLogged(line, { name }) {
    const { msg, err } = JSON.parse(line);
    const [, at] = /\n\s+at ([^\n(]+)/.exec(err?.stack ?? '') ?? [];
    this.addGeneral(`${name}: logs “${msg}”: ${(err?.message ?? '').replace(UUID, '<id>').slice(0, 200)} ${at ?? ''}`);
  }

  get count() {
    return this.#kinds.size;
  }

  /** How many inputs failed. */
  get inputs() {
    return this.#inputs.size;
  }

  /** Writes the files; answers each kind as `{kind, count, problem, files}`. */
  async save() {
    if (this.#kinds.size > 0) await mkdir(this.#folder, { recursive: true });
    const saved = [];
    for (const [kind, { count, kept, problem }] of this.#kinds) {
      const files = [];
      for (const { input, bytes } of kept) {
        const file = join(this.#folder, `${input.target.name}-${saved.length + 1}-${files.length + 1}.http`);
        await writeFile(file, bytes);
        files.push(file);
      }
      saved.push({ kind, count, problem, files });
    }
    return saved;
  }
}

const shortPath = ({ path }) => path.replace(UUID, '<id>').slice(0, 60);

/** Ids and secrets give way to names that another run has, too. */
function withNames(bytes, account) {
  let text = bytes.toString('latin1');
  for (const [name, value] of account.named) if (value.length > 8) text = text.replaceAll(value, `{{${name}}}`);
  return Buffer.from(text, 'latin1');
}

export function withValues(bytes, account) {
  const text = bytes.toString('latin1').replace(/\{\{(\w+)\}\}/g, (whole, name) => account.value(name) ?? whole);
  return Buffer.from(text, 'latin1');
}
