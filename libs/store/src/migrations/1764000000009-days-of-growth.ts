import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DAY_FUNCTIONS, EXPIRED_CLICKS, INBOUND_CALLS, KEYS, UNCOUNTING } from './days-of-growth/statements';

/**
 * What grows with traffic stands in a table for each day of real time, so that old days go as tables do, not row by row. Ids
 * begin with the time at which they were made: a row is looked up in one day alone, and the id stays the key of the whole table.
 * What is there becomes the first part as it stands. Attempts stand on no delivery any more: a foreign key would make each day that
 * goes wait for everybody who writes deliveries. ADR 0017.
 */
export class DaysOfGrowth1764000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW inbound_calls;
      DROP TRIGGER clicks_uncounted ON clicks;
      DROP TRIGGER views_uncounted ON views;
      ALTER TABLE attempts DROP CONSTRAINT attempts_delivery_id_fkey;
    `);
    await runner.query(DAY_FUNCTIONS);
    for (const [table, keys] of Object.entries(KEYS)) await runner.query(divide(table, keys));
    await runner.query(EXPIRED_CLICKS);
    await runner.query(UNCOUNTING + INBOUND_CALLS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP VIEW inbound_calls; DROP TRIGGER clicks_uncounted ON clicks; DROP TRIGGER views_uncounted ON views',
    );
    await runner.query('DROP TABLE expired_clicks; DROP FUNCTION uncount_expired_clicks');
    for (const [table, keys] of Object.entries(KEYS)) await runner.query(unite(table, keys));
    await runner.query(`
      DELETE FROM attempts t WHERE NOT EXISTS (SELECT FROM deliveries d WHERE d.id = t.delivery_id);
      ALTER TABLE attempts ADD CONSTRAINT attempts_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES deliveries ON DELETE CASCADE;
      DROP FUNCTION keep_day, end_of_part, day_of_id, first_id_of;
    `);
    await runner.query(UNCOUNTING + INBOUND_CALLS);
  }
}

interface Keys {
  id: string;
  indexes: Readonly<Record<string, string>>;
}

const TODAY = `(now() AT TIME ZONE 'UTC')::date`;
/** The first part ends with tomorrow, UTC: until then nobody has to make a day. One that is empty ends before today, which has a part of its own at once. */
const firstDays = (first: string): string => `${TODAY} + CASE WHEN EXISTS (SELECT FROM ${first}) THEN 2 ELSE 0 END`;
/** Ids that are none of version 7 lie far ahead mostly, in no day that will come. */
const FAR_AHEAD = `date '2200-01-01'`;

function divide(table: string, { id, indexes }: Keys): string {
  const first = `${table}_before`;
  const part = partOf(id);
  return `
    ${renamed(table, first, indexes)}
    CREATE TABLE ${table} (LIKE ${first} INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (${part});
    ${keysOf(table, { id, indexes })}
    CREATE TABLE ${table}_last (LIKE ${table} INCLUDING ALL) ${storageOf(table)};
    DO $$ DECLARE first_day date := ${firstDays(first)};
    BEGIN
      EXECUTE format('ALTER TABLE ${table} ATTACH PARTITION ${table}_last FOR VALUES FROM (%L) TO (MAXVALUE)', first_id_of(${FAR_AHEAD}));
      -- None, unless a clock was wrong or somebody chose ids.
      PERFORM keep_day('${table}', days.day) FROM (SELECT DISTINCT day_of_id(${part}) AS day FROM ${first}
        WHERE ${part} >= first_id_of(first_day) AND ${part} < first_id_of(${FAR_AHEAD})) days;
      WITH moved AS (DELETE FROM ${first} WHERE ${part} >= first_id_of(first_day) RETURNING *)
        INSERT INTO ${table} SELECT * FROM moved;
      EXECUTE format('ALTER TABLE ${table} ATTACH PARTITION ${first} FOR VALUES FROM (MINVALUE) TO (%L)', first_id_of(first_day));
      IF first_day = ${TODAY} THEN PERFORM keep_day('${table}', first_day); END IF;
    END $$;
  `;
}

function unite(table: string, { id, indexes }: Keys): string {
  const divided = `${table}_divided`;
  return `
    ${renamed(table, divided, indexes)}
    CREATE TABLE ${table} (LIKE ${divided} INCLUDING DEFAULTS INCLUDING CONSTRAINTS) ${storageOf(table)};
    ${keysOf(table, { id, indexes })}
    INSERT INTO ${table} SELECT * FROM ${divided};
    DROP TABLE ${divided};
  `;
}

function renamed(table: string, name: string, indexes: Keys['indexes']): string {
  const ofIndexes = ['pkey', ...Object.keys(indexes)].map(
    (index) => `ALTER INDEX ${table}_${index} RENAME TO ${name}_${index};`,
  );
  return [`ALTER TABLE ${table} RENAME TO ${name};`, ...ofIndexes].join('\n');
}

function keysOf(table: string, { id, indexes }: Keys): string {
  const ofIndexes = Object.entries(indexes).map(
    ([name, definition]) => `CREATE INDEX ${table}_${name} ON ${table} ${definition};`,
  );
  return [`ALTER TABLE ${table} ADD CONSTRAINT ${table}_pkey PRIMARY KEY (${id});`, ...ofIndexes].join('\n');
}

/** The id that tells the day: the first of the key. */
function partOf(id: string): string {
  return id.split(',')[0] ?? id;
}

function storageOf(table: string): string {
  return table === 'attempts' ? 'WITH (fillfactor = 70)' : '';
}
