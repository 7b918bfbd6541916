const PREFIX = '/admin/v1';
const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

/** What a test kit calls: the admin REST, answers that are no refusals, and the schemas that these name. */
export function adminPart({ paths, components, ...rest }) {
  const kept = Object.fromEntries(
    Object.entries(paths)
      .filter(([path]) => path.startsWith(PREFIX))
      .map(([path, item]) => [path, withoutRefusals(item, components)]),
  );
  const schemas = namedBy({ kept, problem: components.schemas.ProblemDetails }, components.schemas);
  schemas.ProblemDetails = components.schemas.ProblemDetails;
  return { ...rest, tags: [], paths: kept, components: { schemas: sorted(schemas) } };
}

function withoutRefusals(item, components) {
  const operations = METHODS.filter((method) => item[method] !== undefined).map((method) => {
    const { parameters = [], responses, requestBody, summary, description } = item[method];
    const answers = Object.entries(responses).filter(([status]) => /^[23]\d\d$/.test(status));
    const given = parameters
      .map((parameter) => ('$ref' in parameter ? named(parameter.$ref, components) : parameter))
      .filter((parameter) => parameter.in !== 'header');
    return [method, { summary, description, parameters: given, requestBody, responses: Object.fromEntries(answers) }];
  });
  return Object.fromEntries(operations);
}

const named = (ref, components) =>
  ref
    .split('/')
    .slice(2)
    .reduce((part, name) => part[name], components);

/** All schemas that something names, directly or by way of others. */
function namedBy(something, schemas, found = {}) {
  for (const [, name] of JSON.stringify(something).matchAll(/"#\/components\/schemas\/([\w.-]+)"/g)) {
    if (name in found) continue;
    found[name] = schemas[name];
    namedBy(schemas[name], schemas, found);
  }
  return found;
}

const sorted = (record) => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
