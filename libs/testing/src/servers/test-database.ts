import { randomBytes } from 'node:crypto';
import type { Database, DatabaseOptions } from '@app/store';
import type { QueryResultRow } from 'pg';
import { databaseUrl, testServer, withServer } from './test-server-address';

const CONNECTIONS = 12;

type DatabaseClass = new (options: DatabaseOptions) => Database;

/** A migrated database of one spec file's own. */
export class TestDatabase {
  private readonly pools: Database[] = [];
  private name: string | null = null;

  constructor(
    private readonly databaseClass: DatabaseClass,
    private readonly isMigrated: boolean,
  ) {}

  /** Connection string, for whatever opens connections of its own. */
  get url(): string {
    if (this.name === null) throw new Error('The database is made in beforeAll: use it in hooks and tests only.');
    return databaseUrl(testServer(), this.name);
  }

  /** The pool that most tests need. */
  get database(): Database {
    const [first] = this.pools;
    if (first === undefined) throw new Error('The database is made in beforeAll: use it in hooks and tests only.');
    return first;
  }

  /** Another pool, as another process would have; closed with the database. */
  anotherPool(connections = CONNECTIONS): Database {
    const pool = new this.databaseClass({ url: this.url, connections, applicationName: 'spec' });
    this.pools.push(pool);
    return pool;
  }

  async rows<Row extends QueryResultRow>(query: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.database.query<Row>(query, values);
    return rows;
  }

  /** The only row of an answer; anything else fails. */
  async row<Row extends QueryResultRow>(query: string, values: unknown[] = []): Promise<Row> {
    const rows = await this.rows<Row>(query, values);
    const [only] = rows;
    if (only === undefined || rows.length > 1) throw new Error(`${rows.length} rows instead of one: ${query}`);
    return only;
  }

  async create(): Promise<void> {
    const name = `pitlane_spec_${randomBytes(6).toString('hex')}`;
    const server = testServer();
    const template = this.isMigrated ? server.template : 'template0';
    await withServer(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
    this.name = name;
    this.anotherPool();
  }

  async drop(): Promise<void> {
    await Promise.all(this.pools.splice(0).map((pool) => pool.close()));
    const name = this.name;
    this.name = null;
    if (name !== null) await withServer(testServer(), (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  }
}

/**
 * A database for the tests of this file, made before them and dropped after. The class is handed in because the builders
 * beside this file also serve unit specs, which must not wait for an ORM to load. `migrated: false`: an empty one.
 */
export function testDatabase(databaseClass: DatabaseClass, { migrated = true } = {}): TestDatabase {
  const database = new TestDatabase(databaseClass, migrated);
  beforeAll(() => database.create());
  afterAll(() => database.drop());
  return database;
}
