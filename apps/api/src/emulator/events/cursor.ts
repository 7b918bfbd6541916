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

const SNAPSHOT = String.raw`\d{1,19}:\d{1,19}:(?:\d{1,19}(?:,\d{1,19})*)?`;
const MOMENT = String.raw`([0-9a-z]{1,10})\.(${SNAPSHOT})`;
const PLACE = String.raw`(\d{1,19})\.(\d{1,2})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})`;
const CURSOR = new RegExp(`^${MOMENT}(?:_${MOMENT}_${PLACE})?$`);
const RADIX = 36;
const MOST_CHARACTERS = 4_000;

export function cursorText({ since, page }: Cursor): string {
  if (page === null) return momentText(since);
  const { transaction, rank, id } = page.after;
  return `${momentText(since)}_${momentText(page.until)}_${transaction}.${String(rank)}.${id}`;
}

/** `null`: it is no cursor of ours. */
export function readCursor(text: string): Cursor | null {
  const match = text.length > MOST_CHARACTERS ? null : CURSOR.exec(text);
  if (match === null) return null;
  const [, sinceFloor = '', sinceSnapshot = '', untilFloor, untilSnapshot = '', transaction = '', rank, id = ''] =
    match;
  const since = readMoment(sinceFloor, sinceSnapshot);
  if (since === null) return null;
  if (untilFloor === undefined) return { since, page: null };
  const until = readMoment(untilFloor, untilSnapshot);
  if (until === null || !isXid(transaction)) return null;
  return { since, page: { until, after: { transaction, rank: Number(rank), id } } };
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

function readMoment(floor: string, snapshot: string): Moment | null {
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
