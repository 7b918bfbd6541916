/** The ledger at one moment: what was committed by then. */
export interface Moment {
  /** PostgreSQL's snapshot: `xmin:xmax:` and the transactions between that were under way. */
  snapshot: string;
  /** Whatever it does not see has an id that was made after this, in milliseconds of machine time. */
  floorMs: number;
}

/** An event's place among all: its transaction, the order within that, the row. */
export interface Place {
  transaction: string;
  rank: number;
  id: string;
}

/**
 * How far somebody has been told: everything up to a moment, and of what was committed between it and the next one everything up to
 * a place.
 */
export interface Cursor {
  since: Moment;
  page: { until: Moment; after: Place } | null;
}

const MOMENT = /^([0-9a-z]{1,10})\.(\d{1,19}:\d{1,19}:(?:\d{1,19}(?:,\d{1,19})*)?)$/;
const PLACE = /^(\d{1,19})\.(\d{1,2})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const RADIX = 36;
const MOST_CHARACTERS = 4_000;

export function cursorText({ since, page }: Cursor): string {
  if (page === null) return momentText(since);
  const { transaction, rank, id } = page.after;
  return `${momentText(since)}_${momentText(page.until)}_${transaction}.${String(rank)}.${id}`;
}

/** `null`: it is no cursor of ours. */
export function readCursor(text: string): Cursor | null {
  const parts = text.length > MOST_CHARACTERS ? [] : text.split('_');
  const [since, until] = parts.slice(0, 2).map(readMoment);
  if (since === undefined || since === null) return null;
  if (parts.length === 1) return { since, page: null };
  const after = readPlace(parts[2] ?? '');
  if (parts.length !== 3 || until === undefined || until === null || after === null) return null;
  return { since, page: { until, after } };
}

function readPlace(text: string): Place | null {
  const [, transaction = '', rank = '', id = ''] = PLACE.exec(text) ?? [];
  return id === '' || !isXid(transaction) ? null : { transaction, rank: Number(rank), id };
}

/** The first transaction that a snapshot knows nothing of. */
export function endOf({ snapshot }: Moment): bigint {
  return BigInt(snapshot.split(':')[1] ?? '0');
}

/** The least id that {@link Moment.floorMs} allows for. Ids are of version 7. */
export function floorId({ floorMs }: Moment): string {
  return `${Math.max(0, floorMs).toString(16).padStart(12, '0')}${'0'.repeat(20)}`;
}

function momentText({ snapshot, floorMs }: Moment): string {
  return `${floorMs.toString(RADIX)}.${snapshot}`;
}

function readMoment(text: string): Moment | null {
  const [, floor = '', snapshot = ''] = MOMENT.exec(text) ?? [];
  if (snapshot === '') return null;
  const floorMs = parseInt(floor, RADIX);
  return isSnapshot(snapshot) && floorMs < 2 ** 47 ? { snapshot, floorMs } : null;
}

/** What PostgreSQL takes as a snapshot: anything else would end the call. */
function isSnapshot(text: string): boolean {
  const [xmin = '', xmax = '', underWay = ''] = text.split(':');
  const between = underWay === '' ? [] : underWay.split(',');
  if (![xmin, xmax, ...between].every(isXid)) return false;
  const rising = [xmin, ...between].map(BigInt);
  const last = rising.at(-1) ?? 0n;
  const isBelowEnd = between.length === 0 ? last <= BigInt(xmax) : last < BigInt(xmax);
  return isBelowEnd && rising.every((xid, index) => index === 0 || xid >= (rising[index - 1] ?? xid));
}

function isXid(text: string): boolean {
  const xid = BigInt(text);
  return xid > 0n && xid < 2n ** 63n;
}
