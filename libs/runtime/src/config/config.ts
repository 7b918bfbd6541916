import { plainToInstance, Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  validateSync,
  ValidateIf,
} from 'class-validator';
import { parseDuration } from '../duration';

export const PROFILES = ['local', 'production'] as const;
export type Profile = (typeof PROFILES)[number];

const number = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? Number(value) : value));
const duration = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' ? parseDuration(value) : value,
);
const list = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== '')
    : value,
);

const DAY_MS = 86_400_000;
const MOST_DAYS = 36_500;

/** A duration of days, or `off`. */
const retention: PropertyDecorator = (target, name) => {
  const message = `${String(name)} must be off, or a day or more such as 90d`;
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value !== 'off' ? parseDuration(value) : value,
  )(target, name);
  ValidateIf((_, value: unknown) => value !== undefined && value !== 'off')(target, name);
  Min(DAY_MS, { message })(target, name);
  Max(MOST_DAYS * DAY_MS, { message })(target, name);
};

/** Every setting, by the name of its environment variable. K§2. Nothing else in the project reads the environment. */
export class Config {
  /** Where the API and the console listen. */
  @number @IsInt() @Min(0) @Max(65_535) PORT = 8080;

  /** The address that the API and the console bind to. */
  @IsString() HOST = '127.0.0.1';

  /** PostgreSQL 14 or newer; unset: an embedded PostgreSQL in the data directory. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must start with postgres://' })
  DATABASE_URL?: string;

  /** Redis 6.2 or newer, or Valkey, for BullMQ; unset: BullMQ's PostgreSQL backend on the same database. */
  @IsOptional()
  @Matches(/^rediss?:\/\//, { message: 'REDIS_URL must start with redis:// or rediss://' })
  REDIS_URL?: string;

  /** Embedded database and generated keys. */
  @IsString() @Matches(/./, { message: 'PITLANE_DATA_DIR must not be empty' }) PITLANE_DATA_DIR = '.pitlane';

  /** Root key of the admin API; unset: generated at the first start and kept in the data directory. */
  @IsOptional()
  @Matches(/^[\x21-\x7e]{16,200}$/, { message: 'PITLANE_ADMIN_KEY must be 16 to 200 visible characters' })
  PITLANE_ADMIN_KEY?: string;

  /** A root key that opens as well, while clients move on to the new one; unset: none. */
  @IsOptional()
  @Matches(/^[\x21-\x7e]{16,200}$/, { message: 'PITLANE_ADMIN_KEY_PREVIOUS must be 16 to 200 visible characters' })
  PITLANE_ADMIN_KEY_PREVIOUS?: string;

  /** Seals secrets in the database; unset: generated and kept in the data directory. Processes on one database must share it. */
  @IsOptional()
  @Matches(/^[\x21-\x7e]{16,200}$/, { message: 'PITLANE_SECRET_KEY must be 16 to 200 visible characters' })
  PITLANE_SECRET_KEY?: string;

  /** `local` allows private addresses, postbacks without signature and the emulator controls. */
  @IsIn(PROFILES) PITLANE_PROFILE: Profile = 'local';

  /** What `pitlane start` fills an empty store with, in `local` alone; unset: `pitlane.seed.yaml` of the working folder, else the demo data. */
  @IsOptional() @IsString() PITLANE_SEED?: string;

  /** How many times as fast as real time platform time runs, in `local`; a retry of 2 minutes comes after 2 s at 60. */
  @number @IsNumber() @Min(1) @Max(100_000) PITLANE_SCALE = 1;

  /** Base of every URL that is printed or returned; unset: `http://localhost:<PORT>`. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  PUBLIC_URL?: string;

  /** Addresses or CIDR blocks of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` count. */
  @list
  @Matches(/^[0-9A-Fa-f.:]*[.:][0-9A-Fa-f.:]*(\/\d{1,3})?$/, {
    each: true,
    message: 'TRUST_PROXY must list addresses or CIDR blocks',
  })
  TRUST_PROXY: string[] = [];

  /** Retries after the first attempt of a delivery. */
  @number @IsInt() @Min(0) @Max(20) DELIVERY_MAX_RETRIES = 5;

  /** Wait before the first retry; each further one doubles. */
  @duration @IsInt({ message: 'DELIVERY_FIRST_RETRY must be a duration such as 2m' }) @Min(1) DELIVERY_FIRST_RETRY =
    120_000;

  /** Longest that one attempt may take, from name lookup to the end of the answer. */
  @duration
  @IsInt({ message: 'DELIVERY_TIMEOUT must be a duration such as 15s' })
  @Min(1)
  @Max(600_000)
  DELIVERY_TIMEOUT = 15_000;

  /** Exceptions of the production egress guard: `host`, `host:port`, address or CIDR. */
  @list @IsString({ each: true }) EGRESS_ALLOW: string[] = [];

  /** Calls a minute to one rejection endpoint from one address; 0 switches the limit off. */
  @number @IsInt() @Min(0) REJECTION_RATE_LIMIT = 600;

  /** The offer wall's calls a minute from one address, `on` or `off`; unset: on in `production`, off in `local`. */
  @IsOptional() @IsIn(['on', 'off']) OFFER_WALL_RATE_LIMITS?: 'on' | 'off';

  /** How long clicks are kept, at least a day, or `off`; unset: 400d in `local`, 90d in `production`. A conversion postback needs its click. */
  @retention RETENTION_CLICKS?: number | 'off';

  /** How long views are kept; as `RETENTION_CLICKS`. */
  @retention RETENTION_VIEWS?: number | 'off';

  /** How long attempts of deliveries are kept; deliveries themselves stay. As `RETENTION_CLICKS`. */
  @retention RETENTION_ATTEMPTS?: number | 'off';

  /** How long logged inbound calls are kept; unset: 400d in `local`, 30d in `production`. */
  @retention RETENTION_REQUEST_LOGS?: number | 'off';

  /** Least weight of a log line on stderr: `debug`, `info`, `warn`, `error` or `silent`. */
  @IsIn(['debug', 'info', 'warn', 'error', 'silent']) LOG_LEVEL = 'warn';

  /** Where a worker process of its own answers `GET /metrics`; unset: nowhere. The API answers it on its own port. */
  @IsOptional() @number @IsInt() @Min(1) @Max(65_535) METRICS_PORT?: number;

  /** Opens `GET /metrics` and nothing else; unset: open to everybody in `local`, to the root key in `production`. */
  @IsOptional()
  @Matches(/^[\x21-\x7e]{16,200}$/, { message: 'METRICS_TOKEN must be 16 to 200 visible characters' })
  METRICS_TOKEN?: string;

  /** OTLP/HTTP collector that traces go to, `/v1/traces` is added to it; unset: no traces. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  /** The same for traces alone, taken as it is. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?: string;

  /** Name of this service in traces. */
  @IsString() @Matches(/./, { message: 'OTEL_SERVICE_NAME must not be empty' }) OTEL_SERVICE_NAME = 'pitlane';

  /** Share of the clicks that are traced, each with all that follows from it: 0 to 1. */
  @number @IsNumber() @Min(0) @Max(1) OTEL_TRACES_SAMPLER_ARG = 1;

  /** Base of every URL, without a slash at its end. */
  get publicUrl(): string {
    return (this.PUBLIC_URL ?? `http://localhost:${String(this.PORT)}`).replace(/\/+$/, '');
  }

  get local(): boolean {
    return this.PITLANE_PROFILE === 'local';
  }

  get offerWallLimited(): boolean {
    return this.OFFER_WALL_RATE_LIMITS === undefined ? !this.local : this.OFFER_WALL_RATE_LIMITS === 'on';
  }

  /** Milliseconds that each growing table keeps what was written to it; `null`: for ever. */
  get retention(): Readonly<Record<'clicks' | 'views' | 'attempts' | 'request_logs', number | null>> {
    const of = (given: number | 'off' | undefined, days: number): number | null =>
      given === 'off' ? null : (given ?? (this.local ? 400 : days) * DAY_MS);
    return {
      clicks: of(this.RETENTION_CLICKS, 90),
      views: of(this.RETENTION_VIEWS, 90),
      attempts: of(this.RETENTION_ATTEMPTS, 90),
      request_logs: of(this.RETENTION_REQUEST_LOGS, 30),
    };
  }

  /** Where traces go to; `null`: there are none. */
  get tracesEndpoint(): string | null {
    const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own } = this;
    return own ?? (base === undefined ? null : `${base.replace(/\/+$/, '')}/v1/traces`);
  }

  /** One line a setting, secrets as set or not. */
  summary(): string[] {
    return Object.entries(this).map(([name, value]) => `${name}=${describe(name, value)}`);
  }
}

/** Names every bad setting at once. */
export class ConfigError extends Error {}

/** Reads the settings from an environment; an empty variable counts as unset. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given: Record<string, string> = {};
  for (const name of SETTING_NAMES) {
    const value = environment[name];
    if (value !== undefined && value !== '') given[name] = value;
  }
  const config = plainToInstance(Config, given, { exposeDefaultValues: true });
  const problems = validateSync(config).flatMap((error) => Object.values(error.constraints ?? {}));
  if (!config.local && config.PITLANE_SCALE !== 1) problems.push('PITLANE_SCALE is for PITLANE_PROFILE=local alone');
  if (problems.length > 0) throw new ConfigError(`Pitlane can't start with these settings: ${problems.join('; ')}.`);
  return config;
}

export const SETTING_NAMES: readonly string[] = [
  ...Object.keys(new Config()),
  'DATABASE_URL',
  'REDIS_URL',
  'PITLANE_ADMIN_KEY',
  'PITLANE_ADMIN_KEY_PREVIOUS',
  'PITLANE_SECRET_KEY',
  'PITLANE_SEED',
  'PUBLIC_URL',
  'OFFER_WALL_RATE_LIMITS',
  'RETENTION_CLICKS',
  'RETENTION_VIEWS',
  'RETENTION_ATTEMPTS',
  'RETENTION_REQUEST_LOGS',
  'METRICS_PORT',
  'METRICS_TOKEN',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
].filter((name, index, all) => all.indexOf(name) === index);

function describe(name: string, value: unknown): string {
  const isSecret = /KEY(_PREVIOUS)?$|TOKEN$|_URL$|_ENDPOINT$/.test(name) && name !== 'PUBLIC_URL';
  if (isSecret) return value === undefined ? 'not set' : 'set';
  return Array.isArray(value) ? value.join(',') : String(value);
}
