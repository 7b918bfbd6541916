import { html, inline } from './html.mjs';
import { limitsOf } from './types.mjs';

const NUMBERED = /^(.*?)(\d+)$/;

/** A table of a request's parameters. */
export function parameterTable(types, parameters, caption) {
  const rows = parameters.map(({ name, in: place, required = false, description, schema }) => ({
    name,
    note: notes(place === 'query' ? null : place, required && 'required'),
    description,
    schema,
  }));
  return table(types, rows, caption);
}

/**
 * A table of an object's fields; those of objects inside stand below it with a dotted name. `null`: it has none. What
 * must be sent is marked, and in an answer what may be missing.
 */
export function fieldTable(types, schema, { caption, isAnswer }) {
  const noteOf = isAnswer ? (required) => !required && 'optional' : (required) => required && 'required';
  const rows = rowsOf(schema, '', noteOf);
  return rows.length === 0 ? null : table(types, rows, caption);
}

const notes = (...words) => words.filter(Boolean);

function rowsOf(schema, prefix, noteOf) {
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, own]) => {
    const row = {
      name: `${prefix}${name}`,
      note: notes(noteOf(required.includes(name))),
      description: own.description,
      schema: own,
    };
    const inside =
      own.type === 'array' || own.type?.[0] === 'array'
        ? rowsOf(own.items ?? {}, `${row.name}[].`, noteOf)
        : rowsOf(own, `${row.name}.`, noteOf);
    return [row, ...inside];
  });
}

function table(types, rows, caption) {
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Type</th>
        <th scope="col">Meaning</th>
      </tr>
    </thead>
    <tbody>
      ${fold(types, rows).map((row) => rowOf(types, row))}
    </tbody>
  </table> `;
}

function rowOf(types, { name, last, note, description, schema }) {
  return html`<tr>
    <th scope="row">
      <code>${name}</code
      >${last === undefined ? null : html` … <code>${last}</code>`}${note.map((word) => html` <span class="${word === 'required' ? 'required' : 'note'}">${word}</span>`)}
    </th>
    <td>${types.words(schema)}</td>
    <td>${inline(description)} ${limitsOf(types.resolve(schema))}</td>
  </tr> `;
}

/** `pub_sub_1` to `pub_sub_15` are one row: same words, numbered names. */
function fold(types, rows) {
  const folded = [];
  for (const row of rows) {
    const before = folded.at(-1);
    if (before !== undefined && follows(before, row)) before.last = row.name;
    else folded.push({ ...row });
  }
  return folded;
}

function follows(before, row) {
  const [, stem, number] = NUMBERED.exec(row.name) ?? [];
  const [, stemBefore, numberBefore] = NUMBERED.exec(before.last ?? before.name) ?? [];
  const isNext = stem !== undefined && stem === stemBefore && Number(number) === Number(numberBefore) + 1;
  return (
    isNext && before.note.join() === row.note.join() && JSON.stringify(before.schema) === JSON.stringify(row.schema)
  );
}
