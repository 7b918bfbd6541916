// What failed, each kind once or a few times, with a file to do it again.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const KEPT = 3;
const LONGEST_KIND = 160;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

export class Failures {
  #kinds = new Map();
  #folder;
  #note;

  /** `note` is told each kind once, when it is first seen. */
  constructor(folder, note) {
    this.#folder = folder;
    this.#note = note;
  }

  add(input, problem, account) {
    const shown = problem
      .replace(UUID, '<id>')
      .replace(/\d+ ms/, '… ms')
      .slice(0, LONGEST_KIND);
    const known = this.#kind(`${input.target.name} ${shortPath(input)}: ${shown}`);
    if (known.kept.length < KEPT) known.kept.push({ input, problem, bytes: withNames(input.bytes, account) });
  }

  /** What no single input can be named for. */
  addGeneral(problem) {
    this.#kind(problem);
  }

  /** `line`: what a server wrote to its log. */
  addLogged(line, { name }) {
    const { msg, err } = JSON.parse(line);
    const [, at] = /\n\s+at ([^\n(]+)/.exec(err?.stack ?? '') ?? [];
    this.addGeneral(`${name}: logs “${msg}”: ${(err?.message ?? '').replace(UUID, '<id>').slice(0, 200)} ${at ?? ''}`);
  }

  #kind(kind) {
    const known = this.#kinds.get(kind) ?? { count: 0, kept: [] };
    if (known.count === 0) this.#note(`FAIL  ${kind}`);
    known.count += 1;
    this.#kinds.set(kind, known);
    return known;
  }

  get count() {
    return this.#kinds.size;
  }

  /** Writes the files; answers each kind as `{kind, count, files}`. */
  async save() {
    if (this.#kinds.size > 0) await mkdir(this.#folder, { recursive: true });
    const saved = [];
    for (const [kind, { count, kept }] of this.#kinds) {
      const files = [];
      for (const { input, bytes } of kept) {
        const file = join(this.#folder, `${input.target.name}-${saved.length + 1}-${files.length + 1}.http`);
        await writeFile(file, bytes);
        files.push(file);
      }
      saved.push({ kind, count, files });
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
