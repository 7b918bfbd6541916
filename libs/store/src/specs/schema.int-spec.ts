import { testDatabase } from '@app/testing';
import type { DataSource, EntityMetadata } from 'typeorm';
import { createDataSource } from '../data-source';
import { Database } from '../database';

/** What the walk reads and writes with SQL of its own, and administration never sees. */
const WITHOUT_PROPERTY: Readonly<Record<string, string[]>> = {
  accounts: ['clock_shift', 'config_version', 'frozen_at', 'outbound_faults'],
  inbound_calls: ['pub_member_id'],
};
/** `request_logs` is read through the view `inbound_calls`. */
const WITHOUT_ENTITY = [
  'api_fault_rules',
  'audit_logs',
  'click_counts',
  'click_deltas',
  'console_logins',
  'counted_offers',
  'expired_clicks',
  'integration_requests',
  'import_rows',
  'imports',
  'injected_faults',
  'migrations',
  'offer_usage',
  'platform_events',
  'receiver_health',
  'request_logs',
  'snapshot_rows',
  'snapshots',
];

interface ColumnRow {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
}

const db = testDatabase(Database);
let dataSource: DataSource;
let columns: ColumnRow[];

beforeAll(async () => {
  dataSource = await createDataSource({ url: db.url, connections: 1 }).initialize();
  columns = await db.rows<ColumnRow>(
    `SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY 1, 2`,
  );
});

afterAll(() => dataSource.destroy());

/** The type as PostgreSQL spells it. */
function typeOf({ type, precision, scale, isArray }: EntityMetadata['columns'][number]): string {
  if (type === 'timestamptz') return `timestamp(${String(precision)}) with time zone`;
  const sized = type === 'numeric' ? `numeric(${String(precision)},${String(scale)})` : String(type);
  return isArray ? `${sized}[]` : sized;
}

const isView = ({ tableType }: EntityMetadata): boolean => tableType === 'view';

describe('entities', () => {
  it('should say of each column what the ledger says', () => {
    const declared = dataSource.entityMetadatas
      .filter((entity) => !isView(entity))
      .flatMap((entity) =>
        entity.columns.map((column) => ({
          table: entity.tableName,
          column: column.databaseName,
          type: typeOf(column),
          nullable: column.isNullable,
        })),
      );
    const stored = declared.map(({ table, column }) =>
      columns.find((row) => row.table === table && row.column === column),
    );
    expect(declared).toEqual(stored);
  });

  it('should leave no column out', () => {
    const tables = new Map(dataSource.entityMetadatas.map((entity) => [entity.tableName, entity]));
    const missing = columns.filter(({ table, column }) => {
      const entity = tables.get(table);
      if (entity === undefined) return !WITHOUT_ENTITY.includes(table);
      const isDeclared = entity.columns.some(({ databaseName }) => databaseName === column);
      return isDeclared === (WITHOUT_PROPERTY[table]?.includes(column) ?? false);
    });
    expect(missing).toEqual([]);
  });

  it('should have the primary keys of their tables', async () => {
    const keys = await db.rows<{ table: string; columns: string[] }>(
      `SELECT c.conrelid::regclass::text AS "table",
              array(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k (number, position)
                      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number ORDER BY k.position) AS columns
         FROM pg_constraint c WHERE c.contype = 'p' AND c.connamespace = 'public'::regnamespace`,
    );
    for (const entity of dataSource.entityMetadatas.filter((each) => !isView(each))) {
      const key = keys.find(({ table }) => table === entity.tableName);
      expect([entity.tableName, entity.primaryColumns.map(({ databaseName }) => databaseName)]).toEqual([
        entity.tableName,
        key?.columns,
      ]);
    }
  });

  it('should read an empty table of each kind', async () => {
    for (const { name, target } of dataSource.entityMetadatas) {
      await expect(dataSource.getRepository(target).find()).resolves.toEqual([]);
      expect(name).toMatch(/Entity$/);
    }
  });
});

describe('platform_now', () => {
  it('should be whole milliseconds, as stored times are', async () => {
    const [row] = await db.rows<{ same: boolean }>(
      `SELECT bool_and(now = now::timestamptz(3)) AS same
         FROM (SELECT platform_now(NULL, '1.5 hours') AS now FROM generate_series(1, 100)) times`,
    );
    expect(row).toEqual({ same: true });
  });
});
