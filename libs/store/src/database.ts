import { Pool, type PoolClient, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';
import { Notifications } from './notifications';

/** Whatever can run a query: the pool, or the one connection of a transaction. */
export interface Tx {
  query<Row extends QueryResultRow>(query: string | QueryConfig, values?: unknown[]): Promise<QueryResult<Row>>;
}

/** A statement that PostgreSQL parses once per connection; `name` must be unique for its text. */
export function prepared(name: string, text: string): (values: unknown[]) => QueryConfig {
  return (values) => ({ name, text, values });
}

export interface DatabaseOptions {
  url: string;
  /** Most connections of this process's pool. */
  connections: number;
  applicationName: string;
}

/** Raw `pg` for the walk; administration reads and writes through TypeORM on the same database. */
export class Database implements Tx {
  readonly pool: Pool;
  readonly notifications: Notifications;

  constructor(readonly options: DatabaseOptions) {
    this.pool = new Pool({
      connectionString: options.url,
      max: options.connections,
      application_name: options.applicationName,
      idleTimeoutMillis: 30_000,
      // Statements that name a day, see days.ts, stay prepared as long as their connection.
      maxLifetimeSeconds: 86_400,
      keepAlive: true,
    });
    this.notifications = new Notifications(options.url);
    // A connection that drops while idle is replaced by the pool; whoever runs a query next sees a real error, if any.
    this.pool.on('error', () => undefined);
    // One that drops in the middle of a transaction tells its query; without a listener it would end the process as well.
    this.pool.on('connect', (client) => {
      client.on('error', () => undefined);
    });
  }

  query<Row extends QueryResultRow>(query: string | QueryConfig, values?: unknown[]): Promise<QueryResult<Row>> {
    return values === undefined ? this.pool.query<Row>(query) : this.pool.query<Row>(query, values);
  }

  /** Runs `work` in one READ COMMITTED transaction; any throw rolls it back. */
  async transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let broken = false;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      broken = await rollBack(client);
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.notifications.close();
    await this.pool.end();
  }
}

/** Answers whether the connection is beyond use. */
async function rollBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return false;
  } catch {
    return true;
  }
}
