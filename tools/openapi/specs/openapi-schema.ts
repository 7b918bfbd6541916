/**
 * What an OpenAPI 3.1 document must look like, as JSON Schema 2020-12: the parts of the specification that the
 * generator uses, with nothing else allowed. Schema objects are checked by compiling them.
 */
const text = { type: 'string', minLength: 1 };
const ref = (name: string): object => ({ $ref: `#/$defs/${name}` });
const mapOf = (values: object): object => ({ type: 'object', additionalProperties: values });

const exactly = (properties: Record<string, object>, ...required: string[]): object => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const reference = (folder: string): object =>
  exactly({ $ref: { type: 'string', pattern: `^#/components/${folder}/[A-Za-z0-9._-]+$` } }, '$ref');

const PARAMETER = {
  ...exactly(
    {
      name: text,
      in: { enum: ['path', 'query', 'header'] },
      description: text,
      required: { type: 'boolean' },
      style: { const: 'form' },
      explode: { type: 'boolean' },
      schema: { type: 'object' },
      example: {},
    },
    'name',
    'in',
    'schema',
  ),
  if: { properties: { in: { const: 'path' } } },
  then: { required: ['required'], properties: { required: { const: true } } },
};

const OPERATION = exactly(
  {
    operationId: { type: 'string', pattern: '^[a-z][A-Za-z0-9]+$' },
    tags: { type: 'array', items: text, minItems: 1, maxItems: 1 },
    summary: { ...text, maxLength: 60 },
    description: text,
    security: { type: 'array', maxItems: 1, items: exactly({ ApiToken: { type: 'array', maxItems: 0 } }, 'ApiToken') },
    parameters: { type: 'array', uniqueItems: true, items: { oneOf: [ref('parameter'), reference('parameters')] } },
    requestBody: exactly({ description: text, required: { type: 'boolean' }, content: ref('content') }, 'content'),
    responses: {
      type: 'object',
      minProperties: 1,
      patternProperties: { '^([1-5]\\d\\d|default)$': { oneOf: [ref('response'), reference('responses')] } },
      additionalProperties: false,
    },
  },
  ...['operationId', 'tags', 'summary', 'security', 'responses'],
);

const COMPONENTS = exactly(
  {
    schemas: {
      type: 'object',
      propertyNames: { pattern: '^[A-Za-z0-9._-]+$' },
      additionalProperties: { type: 'object' },
    },
    responses: mapOf(ref('response')),
    parameters: mapOf(ref('parameter')),
    securitySchemes: mapOf(
      exactly(
        { type: { const: 'apiKey' }, in: { const: 'header' }, name: text, description: text },
        'type',
        'in',
        'name',
      ),
    ),
  },
  'schemas',
);

export const OPENAPI_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...exactly(
    {
      openapi: { const: '3.1.0' },
      info: exactly(
        {
          title: text,
          version: text,
          summary: text,
          description: text,
          license: exactly({ name: text, identifier: text }, 'name'),
        },
        ...['title', 'version'],
      ),
      servers: { type: 'array', items: exactly({ url: text, description: text }, 'url') },
      tags: { type: 'array', items: exactly({ name: text, description: text }, 'name') },
      'x-tagGroups': {
        type: 'array',
        items: exactly({ name: text, tags: { type: 'array', items: text } }, 'name', 'tags'),
      },
      paths: {
        type: 'object',
        patternProperties: {
          '^/[^?#]*$': {
            type: 'object',
            propertyNames: { enum: ['get', 'post', 'put', 'patch', 'delete'] },
            additionalProperties: OPERATION,
          },
        },
        additionalProperties: false,
      },
      components: COMPONENTS,
    },
    ...['openapi', 'info', 'paths', 'components'],
  ),
  $defs: {
    parameter: PARAMETER,
    content: mapOf(exactly({ schema: { type: 'object' } }, 'schema')),
    response: exactly(
      {
        description: text,
        headers: mapOf(exactly({ required: { type: 'boolean' }, schema: { type: 'object' } }, 'schema')),
        content: ref('content'),
      },
      'description',
    ),
  },
};
