import { readControllers } from '../source/controllers.mjs';
import { Decorators } from '../source/decorators.mjs';
import { readProgram } from '../source/program.mjs';
import { Values } from '../source/values.mjs';
import { resolveReferences } from '../schema/components.mjs';
import { Schemas } from '../schema/schemas.mjs';
import { sharedResponses } from './answers.mjs';
import { INTRODUCTION } from './introduction.mjs';
import { GROUP_ORDER, tagOf } from './names.mjs';
import { keyOf, Operations } from './operations.mjs';
import { ACCOUNT_HEADER } from './parameters.mjs';
import { BESIDE_NEST, PUBLIC_ROUTES } from './public-routes.mjs';
import { TITLES } from './titles.mjs';

/**
 * Describes the API in `root` as OpenAPI 3.1. Answers `{ document, routes, warnings }`: the same sources always give the
 * same document; a warning says what the types do not tell.
 */
export function describeApi(root, version) {
  const program = readProgram(root);
  const decorators = new Decorators(program, new Values(program.checker));
  const schemas = new Schemas(program, decorators);
  const routes = [...readControllers(program, decorators), ...BESIDE_NEST];
  const operations = new Operations(program, schemas);
  const described = routes.map((route) => ({ route, operation: operations.of(route) }));
  refuseContradictions(described);
  const errors = {
    GoKart: schemas.named('ResponseResult'),
    Integr8: schemas.named('Integr8Error'),
    Problem: schemas.named('ProblemDetails'),
  };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Pitlane', version, ...INTRODUCTION },
    servers: [{ url: '/', description: 'Where this description came from.' }],
    ...tagsOf(described),
    paths: pathsOf(described),
    components: {
      schemas: {},
      responses: sharedResponses(responsesIn(described), errors),
      parameters: { Account: ACCOUNT_HEADER },
      securitySchemes: { ApiToken: TOKEN },
    },
  };
  document.components.schemas = schemas.components.finish();
  return { document: resolveReferences(document), routes, warnings: [...schemas.warnings, ...leftOver(described)] };
}

const TOKEN = {
  type: 'apiKey',
  in: 'header',
  name: 'Authorization',
  description: '`ApiToken <key>`: the root key, or a key of one account.',
};

function refuseContradictions(described) {
  const problems = [
    ...repeated(described.map(({ route }) => keyOf(route))).map((key) => `Two handlers answer ${key}.`),
    ...repeated(described.map(({ operation }) => operation.operationId)).map(
      (id) => `Two operations are called ${id}.`,
    ),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** What is written by hand about routes that are no more. */
function leftOver(described) {
  const keys = described.map(({ route }) => keyOf(route));
  const ids = described.map(({ operation }) => operation.operationId);
  return [
    ...Object.keys(PUBLIC_ROUTES)
      .filter((key) => !keys.includes(key))
      .map((key) => `public-routes.mjs: no handler answers ${key}`),
    ...Object.keys(TITLES)
      .filter((id) => !ids.includes(id))
      .map((id) => `titles.mjs: no operation is called ${id}`),
  ];
}

const repeated = (names) => [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];

function pathsOf(described) {
  const paths = {};
  for (const path of [...new Set(described.map(({ route }) => route.path))].sort()) {
    const here = described.filter(({ route }) => route.path === path);
    paths[path] = Object.fromEntries(here.map(({ route, operation }) => [route.method, operation]));
  }
  return paths;
}

/** Tags with what the controllers of their folder say of themselves, in groups for readers that know `x-tagGroups`. */
function tagsOf(described) {
  const tags = new Map();
  for (const { route } of described) {
    const { name, group } = tagOf(route.folder);
    const tag = tags.get(name) ?? { name, group, sentences: new Set() };
    if (route.docs.controller !== '') tag.sentences.add(route.docs.controller);
    tags.set(name, tag);
  }
  const sorted = [...tags.values()].sort(
    (a, b) => GROUP_ORDER.indexOf(a.group) - GROUP_ORDER.indexOf(b.group) || (a.name < b.name ? -1 : 1),
  );
  return {
    tags: sorted.map(({ name, sentences }) => ({
      name,
      ...(sentences.size > 0 && { description: [...sentences].join('\n\n') }),
    })),
    'x-tagGroups': GROUP_ORDER.map((name) => ({
      name,
      tags: sorted.filter(({ group }) => group === name).map((tag) => tag.name),
    })).filter(({ tags: inside }) => inside.length > 0),
  };
}

function responsesIn(described) {
  const references = described.flatMap(({ operation }) => Object.values(operation.responses).map(({ $ref }) => $ref));
  return new Set(
    references.filter((reference) => reference !== undefined).map((reference) => reference.split('/').at(-1)),
  );
}
