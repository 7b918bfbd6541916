import {
  assertSchemaCompatibility,
  createPostgresBackend,
  LATEST_SCHEMA_VERSION,
  runMigrations,
  SchemaMigrationRequiredError,
  setDefaultBackendFactory,
  type ConnectionOptions,
} from 'bullmq';
import { Client } from 'pg';

export const DELIVERIES_QUEUE = 'deliveries';

/** A job names a leased batch; everything else about a delivery has its home in the row. */
export interface SendJob {
  lease: string;
  deliveryIds: string[];
}

export interface QueueSettings {
  databaseUrl: string;
  redisUrl: string | undefined;
}

type QueueConnection = ConnectionOptions & {
  connectionString?: string;
  max?: number;
  application_name?: string;
  options?: string;
};

/** Nothing waits for the disk: what the queue forgets in a crash of the database is leased and queued again. */
const UNFLUSHED = '-c synchronous_commit=off';

export type QueueRole = 'producer' | 'worker';

/**
 * Makes BullMQ speak to Redis where there is one, else to PostgreSQL. This is the only place that knows both.
 * Must run before the first queue of the process is made: on PostgreSQL the backend is a process-wide default.
 */
export async function prepareQueue({ databaseUrl, redisUrl }: QueueSettings): Promise<void> {
  if (redisUrl !== undefined) return;
  const client = new Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    if ((await schemaVersion(client)) < LATEST_SCHEMA_VERSION) await runMigrations(client);
  } finally {
    await client.end();
  }
  setDefaultBackendFactory(createPostgresBackend);
}

/** One look without a lock, which nearly every start leaves it at; 0: there is no schema yet. */
async function schemaVersion(client: Client): Promise<number> {
  try {
    return await assertSchemaCompatibility(client);
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  }
}

/** Connection options of one side of the queue. A producer fails at once when Redis is away, a worker waits for it. */
export function queueConnection({ databaseUrl, redisUrl }: QueueSettings, role: QueueRole): QueueConnection {
  if (redisUrl === undefined) {
    return { connectionString: databaseUrl, max: 2, application_name: `pitlane-queue-${role}`, options: UNFLUSHED };
  }
  const common = { url: redisUrl, enableReadyCheck: true };
  return role === 'producer'
    ? { ...common, enableOfflineQueue: false, maxRetriesPerRequest: 1 }
    : { ...common, maxRetriesPerRequest: null };
}
