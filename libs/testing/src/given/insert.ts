import type { TestDatabase } from '../servers/test-database';

/** Writes one row; keys are columns in camel case, `undefined` leaves a column to its default, objects become JSON. */
export async function insert(
  database: TestDatabase,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<void> {
  const cells = Object.entries(row).filter(([, value]) => value !== undefined);
  const columns = cells.map(([name]) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  const places = cells.map((_, index) => `$${index + 1}`);
  await database.rows(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`,
    cells.map(([, value]) => toParameter(value)),
  );
}

function toParameter(value: unknown): unknown {
  const isJson = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isJson && !(value instanceof Date) && !(value instanceof Buffer) ? JSON.stringify(value) : value;
}
