import Ajv2020 from 'ajv/dist/2020';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { CONVERSION_PARAMETERS, PUB_PARAMETERS } from '@app/domain';
import { generate, type Generated, type Operation } from './generator';
import { OPENAPI_SCHEMA } from './openapi-schema';

const ROOT = join(__dirname, '../../..');
const API = join(ROOT, 'apps/api/src');

type Handler = (...args: unknown[]) => unknown;

/** `GET /a/{id}` of every controller, as Nest itself reads the decorators. */
async function registeredRoutes(): Promise<string[]> {
  const files = readdirSync(API, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.controller.ts'),
  );
  const modules = await Promise.all(files.map((file) => import(join(API, file)) as Promise<Record<string, unknown>>));
  const controllers = modules.flatMap((module) => Object.values(module)).filter(isController);
  return controllers.flatMap(routesOf).sort();
}

function isController(value: unknown): value is { prototype: Record<string, unknown> } {
  return typeof value === 'function' && Reflect.hasMetadata('path', value);
}

function routesOf(controller: { prototype: Record<string, unknown> }): string[] {
  const prefixes = pathsOf(controller);
  return Object.getOwnPropertyNames(controller.prototype)
    .map((name) => controller.prototype[name])
    .filter((value): value is Handler => typeof value === 'function' && Reflect.hasMetadata('method', value))
    .flatMap((handler) => {
      const method = RequestMethod[Reflect.getMetadata('method', handler) as number] ?? '';
      return prefixes.flatMap((prefix) =>
        pathsOf(handler).map((path) => `${method} ${toTemplate(`${prefix}/${path}`)}`),
      );
    });
}

function pathsOf(target: object): string[] {
  return [Reflect.getMetadata('path', target) as string | string[]].flat();
}

function toTemplate(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  return `/${parts.map((part) => part.replace(/^:(.+)$/, '{$1}')).join('/')}`;
}

/** Every value below `$ref` in a document. */
function referencesIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === '$ref' && typeof member === 'string' ? [member] : referencesIn(member),
  );
}

function resolve(document: unknown, reference: string): unknown {
  return reference
    .slice('#/'.length)
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], document);
}

describe('openapi.json of this API', () => {
  let folder: string;
  let first: Generated;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pitlane-openapi-'));
    first = generate(ROOT, join(folder, 'first'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const operations = (): [key: string, operation: Operation][] =>
    Object.entries(first.document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    );

  it('should leave nothing open', () => {
    expect(first).toMatchObject({ status: 0, stderr: '' });
  });

  it('should be the same however often it is made', () => {
    const second = generate(ROOT, join(folder, 'second'));
    expect(second.json).toBe(first.json);
    expect(second.html).toBe(first.html);
  });

  it('should describe every route of every controller', async () => {
    const described = operations().map(([key]) => key);
    const registered = await registeredRoutes();
    expect(registered.length).toBeGreaterThan(50);
    expect(described.filter((key) => !key.endsWith(' /receivers/{name}')).sort()).toEqual(registered);
  });

  it('should be valid OpenAPI 3.1', () => {
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    const isValid = ajv.validate(OPENAPI_SCHEMA, first.document);
    expect(ajv.errors ?? []).toEqual([]);
    expect(isValid).toBe(true);
  });

  it('should have schemas that can be used', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ ...first.document, $id: 'pitlane' });
    for (const name of Object.keys(first.document.components.schemas)) {
      expect(() => ajv.compile({ $ref: `pitlane#/components/schemas/${name}` })).not.toThrow();
    }
  });

  it('should resolve every reference', () => {
    const broken = referencesIn(first.document).filter((reference) => resolve(first.document, reference) === undefined);
    expect(broken).toEqual([]);
  });

  it('should name every operation once', () => {
    const names = operations().map(([, { operationId }]) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  it('should ask for a key on the admin REST and nowhere else', () => {
    const guarded = operations().filter(([, { security }]) => security.length > 0);
    expect(guarded.filter(([key]) => !/ \/(admin|api)\/v1\//.test(key))).toEqual([]);
    expect(operations().filter(([key, { security }]) => key.includes(' /admin/') && security.length === 0)).toEqual([]);
  });

  it('should word errors as each edge does', () => {
    const { paths } = first.document;
    expect(paths['/admin/v1/offers']?.['post']?.responses['400']?.$ref).toBe('#/components/responses/Problem400');
    expect(paths['/track']?.['get']?.responses['404']?.$ref).toBe('#/components/responses/GoKart404');
    expect(paths['/r/{endpointId}']?.['get']?.responses['400']?.$ref).toBe('#/components/responses/Integr8400');
  });

  it.each([
    ['GET /api/v1/offer-wall/offer-link-redirect', PUB_PARAMETERS],
    ['GET /api/v1/offer-link/redirect/{linkId}', PUB_PARAMETERS],
    ['POST /api/v1/{s1}/{s2}/{s3}', CONVERSION_PARAMETERS],
    ['GET /track', CONVERSION_PARAMETERS],
  ])('should list what %s reads', (key, names) => {
    const parameters = new Map(operations()).get(key)?.parameters ?? [];
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining([...names]));
  });

  it('should not cite documents that its readers do not have', () => {
    expect(first.json).not.toContain('§');
  });

  describe('docs.html', () => {
    const ids = (): string[] => [...first.html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? '');

    it('should show every operation and lead nowhere in vain', () => {
      const links = [...first.html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? '');
      expect(operations().filter(([, { operationId }]) => !ids().includes(operationId))).toEqual([]);
      expect(links.filter((id) => !ids().includes(id))).toEqual([]);
      expect(new Set(ids()).size).toBe(ids().length);
    });

    it('should load nothing and run nothing', () => {
      expect(first.html).not.toMatch(/<script|<iframe|<img|@import|url\(| on\w+=| style=/i);
      expect(first.html.match(/ (src|href)="(?!#)[^"]*"/g)).toEqual([' href="data:,"', ' href="/docs/openapi.json"']);
    });
  });
});
