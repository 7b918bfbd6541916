import { withoutNull } from '../schema/nullable.mjs';
import { ownerOf } from './names.mjs';

const PLACES = { Param: 'path', Query: 'query', Headers: 'header' };
const PLACE_ORDER = ['path', 'query', 'header'];

/** The account that the root key acts on, on every admin route but those about accounts. */
export const ACCOUNT_HEADER = {
  name: 'X-Pitlane-Account',
  in: 'header',
  description:
    'Slug of the account that the call is about, with the root key; without it `demo`. An account key needs none.',
  schema: { type: 'string' },
};

/** Parameters of a route in the order of their places: those that its types tell, then those of the hand-written `entry`. */
export function parametersOf(route, entry, { schemas, checker }) {
  const typed = route.parameters
    .filter(({ source }) => source !== 'Body')
    .flatMap((parameter) =>
      parameter.name === null ? ofFields(parameter, { schemas, checker }) : [ofOne(parameter, schemas)],
    );
  const written = (entry?.parameters ?? []).map((parameter) => ({
    in: 'query',
    schema: { type: 'string' },
    ...parameter,
  }));
  const isWritten = (own) => written.some((other) => other.name === own.name && other.in === own.in);
  const all = [...typed.filter((own) => !isWritten(own)), ...written];
  const forgotten = namesIn(route.path).filter((name) => !all.some((own) => own.in === 'path' && own.name === name));
  return [...all, ...forgotten.map((name) => ({ name, in: 'path', schema: { type: 'string' } }))]
    .filter((own) => own.in !== 'path' || namesIn(route.path).includes(own.name))
    .map((own) => complete(own, route.path))
    .sort((a, b) => PLACE_ORDER.indexOf(a.in) - PLACE_ORDER.indexOf(b.in));
}

function ofOne({ source, name, node, isOptional }, schemas) {
  const { value, isNullable } = withoutNull(node === undefined ? {} : schemas.ofNode(node));
  const schema = Object.keys(value).length === 0 ? { type: 'string' } : value;
  return { name, in: PLACES[source], required: !isOptional && !isNullable && node?.getText() !== 'unknown', schema };
}

function ofFields({ source, node }, { schemas, checker }) {
  return schemas.objects.fieldsOf(checker.getTypeFromTypeNode(node)).map(({ name, isRequired, schema: whole }) => {
    const { description, ...schema } = withoutNull(whole).value;
    return { name, in: PLACES[source], required: isRequired, description: description ?? whole.description, schema };
  });
}

/** Path parameters are always there; lists in a query are separated by commas. */
function complete({ name, in: place, required, description, schema, example }, path) {
  const isRowId = place === 'path' && name === 'id' && path.startsWith('/admin/');
  const words = description ?? (isRowId ? `Id of the ${ownerOf(path, name)}.` : undefined);
  return {
    name,
    in: place,
    ...(words === undefined ? {} : { description: words }),
    ...(place === 'path' || required === true ? { required: true } : {}),
    ...(schema.type === 'array' ? { style: 'form', explode: false } : {}),
    schema: isRowId ? { ...schema, format: 'uuid' } : schema,
    ...(example === undefined ? {} : { example }),
  };
}

function namesIn(path) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
}
