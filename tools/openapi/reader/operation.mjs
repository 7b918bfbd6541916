import { curlOf } from './curl.mjs';
import { fieldTable, parameterTable } from './fields.mjs';
import { html, inline, prose, withoutLinks } from './html.mjs';

const ACCOUNT = '#/components/parameters/Account';
const TITLES = { 'application/json': null, 'application/x-www-form-urlencoded': 'form' };

/** One operation: what it does, what it takes, what it answers, how to call it. */
export function operationSection(types, { path, method, operation }) {
  const { operationId: id, summary, description, security } = operation;
  const parameters = (operation.parameters ?? []).filter(({ $ref }) => $ref !== ACCOUNT);
  return html`<article id="${id}" aria-labelledby="${id}-title">
    <h4 id="${id}-title">${summary} <a class="anchor" href="#${id}" aria-label="Link to ${summary}">#</a></h4>
    <p class="call">
      <span class="method ${method}">${method.toUpperCase()}</span>
      <code>${pathOf(path)}</code>${security.length === 0 ? null : html` <a class="key" href="#keys">key</a>`}
    </p>
    ${prose(description)}
    ${parameters.length === 0 ? null : parameterTable(types, parameters, 'Parameters')}${bodyOf(types, operation)}${answersOf(types, operation)}
    <pre aria-label="Example call"><code>${curlOf(types, method, path, operation)}</code></pre>
  </article> `;
}

function pathOf(path) {
  return path.split(/(\{\w+\})/).map((part) => (part.startsWith('{') ? html`<var>${part}</var>` : part));
}

function bodyOf(types, { requestBody }) {
  if (requestBody === undefined) return null;
  const [[, { schema }]] = Object.entries(requestBody.content);
  if (requestBody.content['application/x-www-form-urlencoded'] !== undefined) {
    return html`<p class="body">Body, as a form or JSON: ${inline(requestBody.description.toLowerCase())}</p> `;
  }
  const shape = types.resolve(schema);
  const caption = html`Body${requestBody.required === true ? null : ' (optional)'}: ${types.words(schema)}`;
  return html`${shape.description === undefined ? null : html`<p class="body">${inline(shape.description)}</p> `}${
    fieldTable(types, shape, { caption, isAnswer: false }) ?? html`<p class="body">${caption}</p> `
  }`;
}

function answersOf(types, { responses }) {
  const all = Object.entries(responses).map(([status, { $ref, ...own }]) => ({
    status,
    isShared: $ref !== undefined,
    ...own,
  }));
  const errors = all.filter(({ isShared, status }) => isShared && status !== 'default').map(({ status }) => status);
  return html`<ul class="answers">
    ${all.filter(({ isShared }) => !isShared).map((answer) => answerOf(types, answer))}${
      errors.length === 0
        ? null
        : html`<li>
            ${errors.map((status, index) => [index === 0 ? null : ', ', html`<b>${status}</b>`])}
            <a href="#errors">refusals</a>
          </li> `
    }
  </ul> `;
}

function answerOf(types, { status, description, content = {} }) {
  const kinds = Object.entries(content).map(([mediaType, { schema }]) => kindOf(types, mediaType, schema));
  const [json] = Object.values(content);
  const shown = json === undefined ? undefined : (types.itemsOf(json.schema) ?? json.schema);
  const title = html`<b>${status === 'default' ? 'any' : status}</b>
    ${kinds.length === 0 ? inline(description) : or(kinds)}`;
  const fields =
    shown === undefined
      ? null
      : fieldTable(types, types.resolve(shown), { caption: html`Fields of ${types.words(shown)}`, isAnswer: true });
  if (fields === null) return html`<li>${title}</li> `;
  return html`<li>
    <details>
      <summary>${withoutLinks(title)}</summary>
      ${prose(types.resolve(shown).description)} ${fields}
    </details>
  </li> `;
}

function kindOf(types, mediaType, schema) {
  return mediaType in TITLES ? types.words(schema) : html`<code>${mediaType}</code>`;
}

const or = (parts) => parts.flatMap((part, index) => (index === 0 ? [part] : [', or ', part]));
