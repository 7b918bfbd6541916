/** A row by column. */
export type Row = Readonly<Record<string, unknown>>;

/** In the order in which rows refer to each other. */
export const SEED_TABLES = [
  'advertisers',
  'offers',
  'offer_events',
  'partners',
  'partner_links',
  'postbacks',
  'callback_settings',
  'receivers',
  'clicks',
  'conversions',
  'conversion_changes',
] as const;
export type SeedTable = (typeof SEED_TABLES)[number];

/** Everything that a seed makes, by table. Rows of one table have the same columns. */
export type SeedRows = Readonly<Record<SeedTable, readonly Row[]>>;

/** `minTimeFromPreviousEvent` is `min_time_from_previous_event`. */
export function toColumns(fields: object): Row {
  const entries: [string, unknown][] = Object.entries(fields);
  return Object.fromEntries(entries.map(([name, value]) => [snake(name), value]));
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
