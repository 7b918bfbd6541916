import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldTable } from './fields.mjs';
import { html, prose, raw } from './html.mjs';
import { operationSection } from './operation.mjs';
import { Types } from './types.mjs';

const STYLE = readFileSync(join(import.meta.dirname, 'style.css'), 'utf8');

const PROBLEM = `{
  "type": "about:blank",
  "title": "Bad Request",
  "status": 400,
  "detail": "name must be a string",
  "instance": "/admin/v1/offers",
  "errors": [{ "field": "name", "message": "name must be a string" }]
}`;

const PAGE = `{
  "indexFrom": 0, "pageIndex": 0, "pageSize": 10, "totalCount": 160, "totalPages": 16,
  "items": [ … ],
  "hasPreviousPage": false, "hasNextPage": true
}`;

/** The document as one page of static HTML: no script, nothing to load, its style inside. */
export function renderPage(document) {
  const types = new Types(document);
  const groups = groupsOf(document);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Pitlane API</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <div class="page">
          ${navigation(groups, types)}
          <main id="content" tabindex="-1">
            ${introduction(document)} ${groups.map((group) => groupSection(types, group))}
            <section aria-labelledby="types">
              <h2 id="types">Types</h2>
              ${types.tables().map(([name, schema]) => typeSection(types, name, schema))}
            </section>
          </main>
        </div>
      </body>
    </html> `.toString();
}

/** Groups of tags, each with its operations, in the order of the document. */
function groupsOf(document) {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
  return document['x-tagGroups'].map(({ name, tags }) => ({
    name,
    id: `group-${idOf(name)}`,
    tags: tags.map((tag) => ({
      name: tag,
      id: `tag-${idOf(tag)}`,
      description: document.tags.find((own) => own.name === tag).description,
      operations: operations.filter(({ operation }) => operation.tags.includes(tag)),
    })),
  }));
}

const idOf = (name) => name.toLowerCase().replace(/\W+/g, '-');

function navigation(groups, types) {
  return html`<nav aria-label="Contents">
    <a class="home" href="#content">Pitlane API</a>
    <ul class="guide">
      <li><a href="#keys">Keys</a></li>
      <li><a href="#errors">Errors</a></li>
      <li><a href="#lists">Lists</a></li>
      <li><a href="#types">Types</a></li>
    </ul>
    ${groups.map(
      ({ name, tags }) =>
        html`<h2>${name}</h2>
          ${tags.map(
            (tag) =>
              html`<details>
                <summary>${tag.name}</summary>
                <ul>
                  ${tag.operations.map(
                    ({ method, operation }) =>
                      html`<li>
                        <a href="#${operation.operationId}"
                          ><span class="method ${method}">${method.toUpperCase()}</span> ${operation.summary}</a
                        >
                      </li>`,
                  )}
                </ul>
              </details> `,
          )}`,
    )}
    <h2>Types</h2>
    <details>
      <summary>All types</summary>
      <ul>
        ${types.tables().map(([name]) => html`<li><a href="#type-${name}">${name}</a></li>`)}
      </ul>
    </details>
  </nav>`;
}

function introduction({ info }) {
  return html`<h1>Pitlane API <small>${info.version}</small></h1>
    ${prose(info.description)}
    <p>For programs: <a href="/docs/openapi.json">openapi.json</a>, OpenAPI 3.1.</p>
    <h2 id="keys">Keys</h2>
    <p>
      Operations marked <a class="key" href="#keys">key</a> want <code>Authorization: ApiToken &lt;key&gt;</code>. With
      the root key, <code>X-Pitlane-Account: &lt;slug&gt;</code> says which account is meant; without it, it is
      <code>demo</code>. The examples take address and key from the shell:
    </p>
    <pre aria-label="Set up the shell"><code>export PITLANE_URL=http://localhost:8080
export PITLANE_ADMIN_KEY=…</code></pre>
    <h2 id="errors">Errors</h2>
    <p>
      The admin REST refuses with <code>application/problem+json</code>: <b>400</b> a field is wrong, <b>401</b> the key
      is, <b>403</b> it may not do this, <b>404</b> this account has nothing like that, <b>409</b> its state does not
      allow it, <b>429</b> too many calls. The public edges answer
      <a href="#type-ResponseResult">ResponseResult</a> (GoKart) or <a href="#type-Integr8Error">Integr8Error</a>.
    </p>
    <pre aria-label="Example of a problem"><code>${PROBLEM}</code></pre>
    <h2 id="lists">Lists</h2>
    <p>
      Lists answer one page at a time: <code>page</code> counts from 0, <code>page_size</code> is 10 unless said
      otherwise and 100 at most, <code>orderby</code> names a field and <code>order_asc</code> the direction. Where a
      list takes <code>format</code>, <code>csv</code> and <code>xlsx</code> are the whole of it as a file.
    </p>
    <pre aria-label="Example of a page"><code>${PAGE}</code></pre>`;
}

function groupSection(types, { name, id, tags }) {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${name}</h2>
    ${tags.map(
      (tag) =>
        html`<section aria-labelledby="${tag.id}">
          <h3 id="${tag.id}">${tag.name}</h3>
          ${prose(tag.description)} ${tag.operations.map((own) => operationSection(types, own))}
        </section> `,
    )}
  </section> `;
}

function typeSection(types, name, schema) {
  return html`<article id="type-${name}" aria-labelledby="type-${name}-title">
    <h3 id="type-${name}-title">${name} <a class="anchor" href="#type-${name}" aria-label="Link to ${name}">#</a></h3>
    ${prose(schema.description)}
    ${fieldTable(types, schema, { caption: 'Fields', isAnswer: schema.additionalProperties !== false }) ?? html`<p>${types.shape(schema)}</p>`}
  </article> `;
}
