import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { generate, type Generated, type Operation, type Schema } from './generator';
import { HOUSE } from './house';

const ROOT = join(__dirname, '../../..');

describe('what the generator reads', () => {
  const homes: string[] = [];

  /** Runs the generator of a house with `more` in it. */
  const readHouse = (more: Readonly<Record<string, string>> = {}): Generated => {
    const home = mkdtempSync(join(tmpdir(), 'pitlane-openapi-'));
    homes.push(home);
    symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
    cpSync(join(ROOT, 'tools/openapi'), join(home, 'tools/openapi'), { recursive: true });
    for (const [path, content] of Object.entries({ ...HOUSE, ...more })) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), content);
    }
    return generate(home, join(home, 'dist'));
  };

  afterAll(() => {
    for (const home of homes) rmSync(home, { recursive: true, force: true });
  });

  describe('of a house in order', () => {
    let made: Generated;
    const schema = (name: string): Schema => made.document.components.schemas[name] ?? {};
    const field = (name: string, property: string): unknown => schema(name).properties?.[property];
    const operation = (method: string, path: string): Operation | undefined => made.document.paths[path]?.[method];

    beforeAll(() => (made = readHouse()));

    it('should narrow types by rules, and follow rules that are made of others', () => {
      expect(field('CreateThing', 'name')).toEqual({ type: 'string', minLength: 1, maxLength: 250 });
      expect(field('CreateThing', 'legs')).toEqual({ type: 'integer', minimum: 3 });
      expect(field('CreateThing', 'eyes')).toEqual({ type: ['integer', 'null'], minimum: 7 });
      expect(field('CreateThing', 'owner')).toEqual({ type: 'string', format: 'uuid' });
      expect(field('CreateThing', 'words')).toEqual({
        type: 'array',
        items: { type: 'string', pattern: '^a+$' },
        minItems: 1,
      });
    });

    it('should take defaults and examples along', () => {
      expect(field('CreateThing', 'colour')).toEqual({ type: 'string', default: 'red', examples: ['blue'] });
    });

    it('should refer to a union by its name, unless a rule allows less', () => {
      expect(schema('Status')).toEqual({ type: 'string', enum: ['Pending', 'Sent'] });
      expect(field('CreateThing', 'status')).toEqual({ $ref: '#/components/schemas/Status' });
      expect(field('CreateThing', 'only')).toEqual({ type: 'string', enum: ['Sent'] });
      expect(field('ThingView', 'status')).toEqual({
        anyOf: [{ $ref: '#/components/schemas/Status' }, { type: 'null' }],
      });
      expect(field('ThingView', 'state')).toEqual({ $ref: '#/components/schemas/Status' });
    });

    it('should require what neither is optional nor has a default, and refuse unknown fields of a body', () => {
      expect(schema('CreateThing')).toMatchObject({
        description: 'A new thing.',
        required: ['name', 'legs', 'owner', 'status', 'only', 'words'],
        additionalProperties: false,
      });
      expect(schema('ThingView').required).not.toContain('state');
      expect(schema('ThingView')).not.toHaveProperty('additionalProperties');
    });

    it('should know the kinds of types', () => {
      expect(schema('ThingView').properties).toMatchObject({
        id: { type: 'string', format: 'uuid' },
        eventId: { type: 'string' },
        createdAt: { type: 'string', format: 'date-time' },
        seenAt: { type: ['string', 'null'], format: 'date-time' },
        outcome: { type: ['string', 'null'], enum: ['good', 'bad', null] },
        count: { type: 'number' },
        tags: { type: 'array', items: { type: 'string' } },
        where: { $ref: '#/components/schemas/Where' },
        also: { properties: { deep: { items: { properties: { deeper: { type: 'boolean' } } } } } },
        extra: { type: 'object', additionalProperties: { type: 'number' } },
        what: { $ref: '#/components/schemas/What' },
        anything: {},
      });
      expect(Object.keys(schema('ThingView').properties ?? {}).slice(0, 3)).toEqual(['id', 'name', 'status']);
      expect(schema('ThingView').properties).not.toHaveProperty('describe');
      expect(schema('What')['anyOf']).toHaveLength(2);
    });

    it('should name instances of generic types', () => {
      expect(schema('PageOfThingView')).toMatchObject({
        description: 'One page.',
        properties: { items: { type: 'array', items: { $ref: '#/components/schemas/ThingView' } } },
      });
    });

    it('should make query parameters of a query class', () => {
      const parameters = operation('get', '/admin/v1/things')?.parameters ?? [];
      expect(parameters).toEqual([
        {
          name: 'status',
          in: 'query',
          style: 'form',
          explode: false,
          schema: { type: 'array', items: { $ref: '#/components/schemas/Status' } },
        },
        { name: 'from', in: 'query', description: 'After it.', schema: { type: 'string', format: 'date-time' } },
        { name: 'orderby', in: 'query', schema: { type: 'string', enum: ['name', 'age'] } },
        { name: 'page', in: 'query', schema: { type: 'integer', minimum: 0, maximum: 100, default: 0 } },
        { $ref: '#/components/parameters/Account' },
      ]);
    });

    it('should tell pages from files in an answer', () => {
      const answer = operation('get', '/admin/v1/things')?.responses['200'];
      expect(answer?.content).toEqual({
        'application/json': { schema: { $ref: '#/components/schemas/PageOfThingView' } },
        'text/csv': { schema: { type: 'string' } },
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema: { type: 'string' } },
      });
    });

    it('should describe operations by their handlers', () => {
      expect(operation('post', '/admin/v1/things')).toMatchObject({
        operationId: 'thingsCreate',
        tags: ['Things'],
        summary: 'Create thing',
        security: [{ ApiToken: [] }],
        requestBody: { required: true },
      });
      expect(Object.keys(operation('post', '/admin/v1/things')?.responses ?? {})).toEqual(
        expect.arrayContaining(['201', '400', '401', '404', '409', 'default']),
      );
      expect(operation('get', '/admin/v1/things/{id}')?.description).toBe('By hand.');
      expect(operation('delete', '/admin/v1/things/{id}')).toMatchObject({ description: 'For the root key alone.' });
      expect(Object.keys(operation('delete', '/admin/v1/things/{id}')?.responses ?? {})).toContain('204');
    });

    it('should show words as words, and values in a command that a shell takes', () => {
      expect(made.html).toContain('A thing, &lt;b&gt;&quot;bold&quot;&lt;/b&gt; &amp; <code>&lt;plain&gt;</code>.');
      expect(made.html).toContain('curl -X DELETE &quot;$PITLANE_URL/admin/v1/things/$ID&quot;');
      expect(made.html).toContain(`-d '{&quot;name&quot;:&quot;Example&quot;,&quot;legs&quot;:3,`);
    });

    it('should tell the paths of one handler apart', () => {
      expect(operation('get', '/admin/v1/things/a/{id}')?.operationId).toBe('thingsSearchA');
      expect(operation('get', '/admin/v1/things/b')?.operationId).toBe('thingsSearchB');
      expect(operation('get', '/admin/v1/things/a/{id}')?.parameters?.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['id', 'q']),
      );
    });
  });

  const controller = (members: string): Record<string, string> => ({
    'apps/api/src/gokart/wall.controller.ts': `
      import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
      @Controller('api/v1/wall') export class WallController { ${members} }`,
  });

  it('should refuse a public handler that nobody described', () => {
    const { status, stderr } = readHouse(controller('@Get() show(@Req() request: object): void { throw request; }'));
    expect(status).toBe(1);
    expect(stderr).toContain('WallController.show reads the request by itself: describe "GET /api/v1/wall"');
  });

  it('should refuse two handlers of one route', () => {
    const { status, stderr } = readHouse(controller('@Get() one(): void { throw 1; } @Get() two(): void { throw 2; }'));
    expect(status).toBe(1);
    expect(stderr).toContain('Two handlers answer GET /api/v1/wall.');
  });

  it('should say what no type tells', () => {
    const { stderr } = readHouse(
      controller('@Get() any(): any { throw 1; } @Post() body(@Body() body: unknown): void { throw body; }'),
    );
    expect(stderr).toContain('WallController.any: the type is any');
    expect(stderr).toContain('WallController.body: the body is untyped');
  });
});
