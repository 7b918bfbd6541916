// Describes the API by its own sources: dist/openapi.json (OpenAPI 3.1) and dist/docs.html, the same to be read.
//
//   node tools/openapi/generate.mjs                  writes both; called by tools/build.mjs
//   node tools/openapi/generate.mjs --strict         fails on what the sources leave open
//   node tools/openapi/generate.mjs --out <folder>   writes them there
//
// Routes come from the decorators of controllers, schemas from TypeScript types and class-validator rules, words from
// doc comments. What no type tells about public routes is written in document/public-routes.mjs.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeApi } from './document/document.mjs';
import { renderPage } from './reader/page.mjs';

const ROOT = join(import.meta.dirname, '../..');

/** Written beside and renamed: a server that is asked meanwhile never sends half a file. */
function writeWhole(path, content) {
  writeFileSync(`${path}.${process.pid}`, content);
  renameSync(`${path}.${process.pid}`, path);
}

function main({ strict, out }) {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { document, warnings } = describeApi(ROOT, version);
  mkdirSync(out, { recursive: true });
  writeWhole(join(out, 'openapi.json'), `${JSON.stringify(document, null, 1)}\n`);
  writeWhole(join(out, 'docs.html'), renderPage(document));
  for (const warning of warnings) console.error(`openapi: ${warning}`);
  return strict && warnings.length > 0 ? 1 : 0;
}

try {
  const { values } = parseArgs({
    options: {
      strict: { type: 'boolean', default: false },
      out: { type: 'string', default: join(ROOT, 'dist') },
    },
  });
  process.exitCode = main(values);
} catch (error) {
  console.error(`openapi: ${error.message}`);
  process.exitCode = 1;
}
