// Seeds: their format has a schema of its own, which the reader is made from.

const SEED = { type: 'object', description: 'A seed: its schema is at `/docs/seed.schema.json`.' };
const TEXT = { type: 'string', description: 'A seed as YAML.' };
const SCHEMA = { type: 'object', description: 'A JSON Schema, draft 2020-12.' };

const okay = (description, content) => ({ 200: { description, content } });

export const SEED_ROUTES = {
  'POST /admin/v1/emulator/seed': {
    summary: 'Load a seed',
    description:
      'Makes the account what the seed says it is: everything else that it had is gone, its keys and secrets stay. A seed may name the account by `slug`, or ' +
      'several in `accounts`; the root key makes those that are missing. All of it is written, or nothing: `errors` names everything that is wrong, ' +
      'with `line` and `column` where the seed came as YAML.',
    body: { required: true, content: { 'application/json': { schema: SEED }, 'application/yaml': { schema: TEXT } } },
  },
  'GET /admin/v1/emulator/export': {
    summary: 'Export the account as a seed',
    description:
      'What the account is configured to be, with its clicks and conversions, at most 10,000 of each. Deliveries, logs, keys and secrets are no part of it. ' +
      'The text is the same wherever it is loaded.',
    answers: okay('The seed.', { 'application/yaml': { schema: TEXT }, 'application/json': { schema: SEED } }),
  },
  'GET /docs/seed.schema.json': {
    summary: 'JSON Schema of seeds',
    answers: okay('The schema.', { 'application/schema+json': { schema: SCHEMA } }),
  },
};
