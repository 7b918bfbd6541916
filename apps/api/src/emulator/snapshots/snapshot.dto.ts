import type { SnapshotRow } from './snapshot-queries';

/** All data of an account as it was. K§7. */
export interface SnapshotView {
  name: string;
  /** Platform time at which it was taken. */
  at: string;
  /** How many rows it holds. */
  rows: number;
}

export function toSnapshotView({ name, at, rows }: SnapshotRow): SnapshotView {
  return { name, at: at.toISOString(), rows: Number(rows) };
}
