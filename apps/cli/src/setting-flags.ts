/** What each setting takes, and its docstring in `Config`, which is not loaded for a line of help. A test holds them together. */
export const SETTING_FLAGS: Readonly<Record<string, readonly [value: string, about: string]>> = {
  PORT: ['port', 'Where the API and the console listen.'],
  HOST: ['address', 'The address that the API and the console bind to.'],
  DATABASE_URL: ['url', 'PostgreSQL 14 or newer; unset: an embedded PostgreSQL in the data directory.'],
  REDIS_URL: [
    'url',
    "Redis 6.2 or newer, or Valkey, for BullMQ; unset: BullMQ's PostgreSQL backend on the same database.",
  ],
  PITLANE_DATA_DIR: ['folder', 'Embedded database and generated keys.'],
  PITLANE_ADMIN_KEY: [
    'key',
    'Root key of the admin API; unset: generated at the first start and kept in the data directory.',
  ],
  PITLANE_ADMIN_KEY_PREVIOUS: [
    'key',
    'A root key that opens as well, while clients move on to the new one; unset: none.',
  ],
  PITLANE_SECRET_KEY: [
    'key',
    'Seals secrets in the database; unset: generated and kept in the data directory. Processes on one database must share it.',
  ],
  PITLANE_PROFILE: [
    'profile',
    '`local` allows private addresses, postbacks without signature and the emulator controls.',
  ],
  PITLANE_SEED: [
    'file',
    'What `pitlane start` fills an empty store with, in `local` alone; unset: `pitlane.seed.yaml` of the working folder, else the demo data.',
  ],
  PITLANE_SCALE: [
    'number',
    'How many times as fast as real time platform time runs, in `local`; a retry of 2 minutes comes after 2 s at 60.',
  ],
  PUBLIC_URL: ['url', 'Base of every URL that is printed or returned; unset: `http://localhost:<PORT>`.'],
  TRUST_PROXY: [
    'addresses',
    'Addresses or CIDR blocks of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` count.',
  ],
  DELIVERY_MAX_RETRIES: ['number', 'Retries after the first attempt of a delivery.'],
  DELIVERY_FIRST_RETRY: ['duration', 'Wait before the first retry; each further one doubles.'],
  DELIVERY_TIMEOUT: ['duration', 'Longest that one attempt may take, from name lookup to the end of the answer.'],
  EGRESS_ALLOW: ['hosts', 'Exceptions of the production egress guard: `host`, `host:port`, address or CIDR.'],
  REJECTION_RATE_LIMIT: [
    'number',
    'Calls a minute to one rejection endpoint from one address; 0 switches the limit off.',
  ],
  OFFER_WALL_RATE_LIMITS: [
    'on|off',
    "The offer wall's calls a minute from one address, `on` or `off`; unset: on in `production`, off in `local`.",
  ],
  RETENTION_CLICKS: [
    'duration',
    'How long clicks are kept, at least a day, or `off`; unset: 400d in `local`, 90d in `production`. A conversion postback needs its click.',
  ],
  RETENTION_VIEWS: ['duration', 'How long views are kept; as `RETENTION_CLICKS`.'],
  RETENTION_ATTEMPTS: [
    'duration',
    'How long attempts of deliveries are kept; deliveries themselves stay. As `RETENTION_CLICKS`.',
  ],
  RETENTION_REQUEST_LOGS: [
    'duration',
    'How long logged inbound calls are kept; unset: 400d in `local`, 30d in `production`.',
  ],
  LOG_LEVEL: ['level', 'Least weight of a log line on stderr: `debug`, `info`, `warn`, `error` or `silent`.'],
  METRICS_PORT: [
    'port',
    'Where a worker process of its own answers `GET /metrics`; unset: nowhere. The API answers it on its own port.',
  ],
  METRICS_TOKEN: [
    'token',
    'Opens `GET /metrics` and nothing else; unset: open to everybody in `local`, to the root key in `production`.',
  ],
  OTEL_EXPORTER_OTLP_ENDPOINT: [
    'url',
    'OTLP/HTTP collector that traces go to, `/v1/traces` is added to it; unset: no traces.',
  ],
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ['url', 'The same for traces alone, taken as it is.'],
  OTEL_SERVICE_NAME: ['name', 'Name of this service in traces.'],
  OTEL_TRACES_SAMPLER_ARG: [
    'share',
    'Share of the clicks that are traced, each with all that follows from it: 0 to 1.',
  ],
};
