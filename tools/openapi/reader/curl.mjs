const SAMPLES = {
  uuid: '0199f2a4-6c1e-7d3b-9a58-2f4e8c7b1d60',
  'date-time': '2026-11-21T06:30:00.000Z',
  uri: 'https://example.com/',
  email: 'someone@example.com',
};
const BY_NAME = {
  url: 'https://example.com/',
  link: 'https://example.com/?click={gk_click_id}',
  name: 'Example',
  slug: 'team-one',
  pubMemberId: 'member-1',
};
const NUMBERS = { status: 503 };

/** A command that makes the call; `$…` stand for what only the reader knows. */
export function curlOf(types, method, path, operation) {
  const url = `"$PITLANE_URL${path.replace(/\{(\w+)\}/g, (_, name) => `$${toVariable(name)}`)}${queryOf(types, operation)}"`;
  const parts = [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}${url}`,
    operation.security.length === 0 ? null : '-H "Authorization: ApiToken $PITLANE_ADMIN_KEY"',
    ...bodyOf(types, operation),
  ];
  return parts.filter((part) => part !== null).join(' \\\n  ');
}

function queryOf(types, { parameters = [] }) {
  const needed = parameters.filter(
    ({ in: place, required, example }) => place === 'query' && (required === true || example !== undefined),
  );
  const pairs = needed.map(
    ({ name, schema, example }) =>
      `${name}=${example ?? (schema.type === 'string' ? `$${toVariable(name)}` : sampleOf(types, schema, name))}`,
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function bodyOf(types, { requestBody }) {
  const schema = requestBody?.content['application/json']?.schema;
  if (schema === undefined || requestBody.content['application/x-www-form-urlencoded'] !== undefined) return [];
  const sample = JSON.stringify(sampleOf(types, schema, ''));
  return ["-H 'Content-Type: application/json'", `-d '${sample.replaceAll("'", String.raw`'\''`)}'`];
}

/** A value that the schema allows: fields that are required, else the first one. */
function sampleOf(types, schema, name) {
  const own = types.resolve(schema);
  const given = own.examples?.[0] ?? own.default ?? own.const ?? own.enum?.[0];
  if (given !== undefined) return given;
  if (own.anyOf !== undefined) return sampleOf(types, own.anyOf[0], name);
  const [type] = [own.type].flat();
  if (type === 'object') return objectOf(types, own);
  if (type === 'array') return own.items === undefined ? [] : [sampleOf(types, own.items, name)];
  if (type === 'boolean') return true;
  return type === 'string'
    ? (SAMPLES[own.format] ?? BY_NAME[name] ?? 'text')
    : (NUMBERS[name] ?? Math.max(own.minimum ?? 1, 1));
}

function objectOf(types, { properties = {}, required = [] }) {
  const names = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
  return Object.fromEntries(names.map((name) => [name, sampleOf(types, properties[name], name)]));
}

const toVariable = (name) => name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toUpperCase();
