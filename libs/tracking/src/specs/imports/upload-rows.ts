import type { ImportRowResult, Numbered, UploadRow } from '@app/domain';

/** Platform time of the accounts that rows are uploaded to. */
export const NOW = new Date('2024-03-13T12:00:00.000Z');
export const MINUTE_MS = 60_000;

/** So many minutes before the account's platform time. */
export const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * MINUTE_MS);

export const aRow = (
  click: { id: string },
  {
    eventId = null,
    minutes = 60,
    revenue = '7.5',
    reward = '70',
  }: {
    eventId?: string | null;
    minutes?: number;
    revenue?: string;
    reward?: string;
  } = {},
): UploadRow => ({ clickId: click.id, eventId, values: { completedAt: ago(minutes), revenue, reward } });

export const numbered = (rows: readonly UploadRow[]): Numbered<UploadRow>[] =>
  rows.map((row, index) => ({ number: index + 2, row }));

/** What became of rows, and why. */
export const outcomes = (results: readonly ImportRowResult[]): [string, string | null][] =>
  results.map(({ result, reason }) => [result, reason]);
