import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Config, ConfigError, readConfig, SETTING_NAMES } from './config';

const ROOT = join(__dirname, '..', '..', '..', '..');
const SOURCE = readFileSync(join(__dirname, 'config.ts'), 'utf8');
const EXAMPLE = readFileSync(join(ROOT, '.env.example'), 'utf8');

/** `# what it is` above `NAME=value`, or above `#NAME=` where there is no default. */
const ENTRY = /^# (.+)\n(#?)([A-Z_]+)=(.*)$/gm;
const entries = [...EXAMPLE.matchAll(ENTRY)]
  .map(([, comment, unset, name = '', value]) => ({ name, comment, value, isSet: unset === '' }))
  // Read by docker-compose.yml, never by us.
  .filter(({ name }) => name !== 'POSTGRES_PASSWORD');

/** Doc comments of the settings in their class, by name. */
const DOCUMENTED = new Map(
  SOURCE.slice(0, SOURCE.indexOf('get publicUrl'))
    .split('/** ')
    .map((part) => {
      const [comment = '', code = ''] = part.split(' */');
      return [/\b([A-Z]+(?:_[A-Z]+)*)\??(?::| =)/.exec(code)?.[1], comment];
    }),
);

const messageOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
    return 'accepted';
  } catch (error) {
    return error instanceof ConfigError ? error.message : String(error);
  }
};

describe('.env.example', () => {
  it('should list every setting once', () => {
    expect(entries.map(({ name }) => name).sort()).toEqual([...SETTING_NAMES].sort());
  });

  it.each(entries.map(({ name, comment }) => [name, comment]))(
    'should explain %s as the code does',
    (name, comment) => {
      expect(comment).toBe(DOCUMENTED.get(name));
    },
  );

  it('should show the defaults', () => {
    const shown = Object.fromEntries(entries.filter(({ isSet }) => isSet).map(({ name, value }) => [name, value]));
    expect(readConfig(shown)).toEqual(new Config());
    const unset = entries.filter(({ isSet }) => !isSet).map(({ name }) => name);
    expect(unset.filter((name) => name in new Config())).toEqual([]);
  });
});

describe(readConfig.name, () => {
  it('should need nothing', () => {
    expect(readConfig({})).toEqual(new Config());
    expect(readConfig({})).toMatchObject({ PORT: 8080, HOST: '127.0.0.1', PITLANE_PROFILE: 'local', TRUST_PROXY: [] });
  });

  it('should count an empty variable as unset, and overlook those of others', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', TRUST_PROXY: '', PATH: '/bin' })).toEqual(new Config());
  });

  it('should read every kind of value', () => {
    const config = readConfig({
      PORT: '0',
      DATABASE_URL: 'postgresql://u@db/pitlane',
      REDIS_URL: 'rediss://cache:6380/1',
      PITLANE_PROFILE: 'production',
      PUBLIC_URL: 'https://track.example.com/',
      TRUST_PROXY: '10.0.0.0/8, 192.0.2.1 ,',
      DELIVERY_MAX_RETRIES: '0',
      DELIVERY_FIRST_RETRY: '90s',
      DELIVERY_TIMEOUT: '250ms',
    });
    expect(config).toMatchObject({
      PORT: 0,
      DATABASE_URL: 'postgresql://u@db/pitlane',
      REDIS_URL: 'rediss://cache:6380/1',
      TRUST_PROXY: ['10.0.0.0/8', '192.0.2.1'],
      DELIVERY_MAX_RETRIES: 0,
      DELIVERY_FIRST_RETRY: 90_000,
      DELIVERY_TIMEOUT: 250,
    });
    expect(config.local).toBe(false);
    expect(config.publicUrl).toBe('https://track.example.com');
  });

  it('should make the public URL from the port where it is not set', () => {
    expect(readConfig({ PORT: '9000' }).publicUrl).toBe('http://localhost:9000');
  });

  it.each([
    [{}, { clicks: 400, views: 400, attempts: 400, request_logs: 400 }],
    [{ PITLANE_PROFILE: 'production' }, { clicks: 90, views: 90, attempts: 90, request_logs: 30 }],
    [
      { RETENTION_CLICKS: 'off', RETENTION_VIEWS: '24h' },
      { clicks: null, views: 1, attempts: 400, request_logs: 400 },
    ],
    [
      { RETENTION_ATTEMPTS: '1d', RETENTION_REQUEST_LOGS: 'off' },
      { attempts: 1, request_logs: null },
    ],
  ])('should with %j keep what grows for so many days: %j', (given, days) => {
    const kept = Object.entries(readConfig(given).retention).map(([table, ms]) => [table, ms && ms / 86_400_000]);
    expect(Object.fromEntries(kept)).toMatchObject(days);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', 'eighty'],
    ['PORT', '80.5'],
    ['DATABASE_URL', 'mysql://db/pitlane'],
    ['REDIS_URL', 'cache:6379'],
    ['PITLANE_ADMIN_KEY', 'too-short'],
    ['PITLANE_ADMIN_KEY', 'sixteen letters with blanks'],
    ['PITLANE_SECRET_KEY', 'too-short'],
    ['PITLANE_PROFILE', 'staging'],
    ['PUBLIC_URL', 'track.example.com'],
    ['PUBLIC_URL', 'ftp://track.example.com'],
    ['DELIVERY_MAX_RETRIES', '-1'],
    ['DELIVERY_MAX_RETRIES', '21'],
    ['DELIVERY_FIRST_RETRY', 'soon'],
    ['DELIVERY_FIRST_RETRY', '0'],
    ['DELIVERY_TIMEOUT', '11m'],
    ['REJECTION_RATE_LIMIT', '-1'],
    ['RETENTION_CLICKS', '90'],
    ['RETENTION_VIEWS', '23h'],
    ['RETENTION_ATTEMPTS', 'never'],
    ['RETENTION_REQUEST_LOGS', '36501d'],
    ['LOG_LEVEL', 'loud'],
  ])('should refuse to start with %s=%s, and name it', (name, value) => {
    expect(messageOf({ [name]: value })).toMatch(
      new RegExp(`^Pitlane can't start with these settings: .*\\b${name}\\b`),
    );
  });

  it('should name every bad setting at once, and no value of a secret', () => {
    const message = messageOf({
      PORT: 'x',
      PITLANE_ADMIN_KEY: 'hunter2',
      DATABASE_URL: 'mysql://u:pw@db',
      LOG_LEVEL: 'x',
    });
    for (const name of ['PORT', 'PITLANE_ADMIN_KEY', 'DATABASE_URL', 'LOG_LEVEL']) expect(message).toContain(name);
    expect(message).not.toMatch(/hunter2|u:pw/);
  });
});

describe(Config.name, () => {
  it('should sum itself up without secrets', () => {
    const config = readConfig({
      DATABASE_URL: 'postgres://u:pw@db/pitlane',
      REDIS_URL: 'redis://:pw@cache',
      PITLANE_ADMIN_KEY: 'an-admin-key-of-ours',
      PITLANE_SECRET_KEY: 'a-secret-key-of-ours',
      PUBLIC_URL: 'https://track.example.com',
    });
    const summary = config.summary().join('\n');
    expect(summary).not.toMatch(/pw|of-ours/);
    expect(summary).toContain('PUBLIC_URL=https://track.example.com');
    expect(summary).toContain('PORT=8080');
    expect(summary).toContain('DATABASE_URL=set');
  });
});
