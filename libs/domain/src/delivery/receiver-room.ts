/** How a receiver answered lately; `new`: it never did. */
export const RECEIVER_PACES = ['new', 'quick', 'slow'] as const;
export type ReceiverPace = (typeof RECEIVER_PACES)[number];

/** An attempt that takes longer than this is slow, whatever comes of it. */
export const SLOW_AFTER_MS = 1_000;

/** Under lease at most, of all receivers that answer quickly; and of all others together. */
export const MOST_QUICK = 2_000;
export const MOST_HELD_BACK = 1_000;
/** On top of either, for receivers that hold nothing: each gets its first one through although the others are full. */
export const MOST_PROBES = 500;

/** First attempts under lease at most for one receiver, so many that a quick one alone keeps a worker at work; and the part of it that retries and resends have besides. */
export const MOST_A_RECEIVER = 600;
const RETRIES_PART = 1 / 3;
/** So many slow ones in flight are forgiven a receiver that is quick otherwise. */
const LATE_FORGIVEN = 10;
/** A receiver that could not be reached so many times in a row is tried with one at a time. */
const PROBED_AFTER = 5;
/** One look gives a lane its even part of the batch, or this if that is more. */
const LEAST_A_LOOK = 10;

/** What is due for one receiver of an account, first attempts apart from retries and resends. */
export interface DueLane {
  accountId: string;
  receiver: string;
  /** Retries and resends: what was attempted before. */
  again: boolean;
  /** Under lease, in flight or not. */
  taken: number;
  /** Of these, in flight for longer than `SLOW_AFTER_MS`. */
  late: number;
  pace: ReceiverPace;
  unreachableInARow: number;
  /** Something waits that may be leased; else the lane only holds what it holds. */
  isDue: boolean;
  /** How long the longest-waiting one has been due. */
  waitedMs: number;
}

export interface LaneRoom {
  lane: DueLane;
  /** How many more of it may be leased now; never 0. */
  room: number;
}

/** A receiver with both of its lanes. */
interface Receiver {
  taken: number;
  late: number;
  isQuick: boolean;
  longestWaiting: DueLane;
}

/** What a lane may take in one look, whatever its room: its even part of the batch. Where a look took as much, there may be more. */
export function mostALook(lanes: number, batch: number): number {
  return Math.max(LEAST_A_LOOK, Math.ceil(batch / Math.max(1, lanes)));
}

/**
 * What each lane may take of a batch, in the order in which they are served. ADR 0018.
 *
 * Receivers that are known to be quick share one pool of slots, all others share another: so that however many are slow,
 * silent or unknown, those that answer never wait for them. An attempt that hangs moves its receiver to the other pool while it hangs.
 * Within the other pool each receiver gets an even part. Retries have room of their own, and so have first attempts.
 */
export function shareRooms(lanes: readonly DueLane[], batch: number): LaneRoom[] {
  const receivers = receiversOf(lanes);
  const pools = poolsOf([...receivers.values()]);
  const due = lanes.filter(({ isDue }) => isDue);
  const most = mostALook(due.length, batch);
  const rooms: LaneRoom[] = [];
  for (const { lane, receiver } of inTurn(due, receivers)) {
    const pool = receiver.isQuick ? pools.quick : pools.heldBack;
    const left = pool.left + (receiver.taken === 0 ? MOST_PROBES : 0);
    const room = Math.min(ownRoom(lane, receiver, pool.part) - lane.taken, left, most);
    if (room <= 0) continue;
    pool.left -= room;
    receiver.taken += room;
    rooms.push({ lane, room });
  }
  return rooms;
}

interface Turn {
  lane: DueLane;
  receiver: Receiver;
}

/** Both pools in turn. In each, who holds least comes first; then whoever can be reached; then who waited longest. */
function inTurn(lanes: readonly DueLane[], receivers: ReadonlyMap<string, Receiver>): Turn[] {
  const waiting: Turn[] = lanes
    .map((lane) => ({ lane, receiver: receivers.get(keyOf(lane)) ?? receiverOf(lane) }))
    .sort(
      ({ lane: a }, { lane: b }) =>
        a.taken - b.taken || Number(isProbed(a)) - Number(isProbed(b)) || b.waitedMs - a.waitedMs,
    );
  const quick = waiting.filter(({ receiver }) => receiver.isQuick);
  const heldBack = waiting.filter(({ receiver }) => !receiver.isQuick);
  return Array.from({ length: waiting.length }, (_, place) => [quick[place], heldBack[place]])
    .flat()
    .filter((turn) => turn !== undefined);
}

function receiversOf(lanes: readonly DueLane[]): Map<string, Receiver> {
  const receivers = new Map<string, Receiver>();
  for (const lane of lanes) receivers.set(keyOf(lane), receiverOf(lane, receivers.get(keyOf(lane))));
  return receivers;
}

function receiverOf(lane: DueLane, other?: Receiver): Receiver {
  const late = lane.late + (other?.late ?? 0);
  return {
    taken: lane.taken + (other?.taken ?? 0),
    late,
    isQuick: lane.pace === 'quick' && late <= LATE_FORGIVEN && !isProbed(lane),
    longestWaiting:
      other !== undefined && waitedMs(other.longestWaiting) >= waitedMs(lane) ? other.longestWaiting : lane,
  };
}

interface Pool {
  left: number;
  /** Room of one receiver. */
  part: number;
}

function poolsOf(receivers: readonly Receiver[]): { quick: Pool; heldBack: Pool } {
  const heldBack = receivers.filter(({ isQuick }) => !isQuick);
  const taken = (of: readonly Receiver[]): number => of.reduce((sum, receiver) => sum + receiver.taken, 0);
  const evenPart = Math.max(1, Math.floor(MOST_HELD_BACK / Math.max(1, heldBack.length)));
  return {
    quick: {
      left: MOST_QUICK - taken(receivers.filter(({ isQuick }) => isQuick)),
      part: MOST_A_RECEIVER,
    },
    heldBack: { left: MOST_HELD_BACK - taken(heldBack), part: Math.min(evenPart, MOST_A_RECEIVER) },
  };
}

/** Room of a lane, whatever it holds already. */
function ownRoom(lane: DueLane, receiver: Receiver, part: number): number {
  if (isProbed(lane)) return receiver.taken === 0 && receiver.longestWaiting === lane ? 1 : 0;
  return lane.again ? Math.ceil(part * RETRIES_PART) : part;
}

const waitedMs = (lane: DueLane): number => (lane.isDue ? lane.waitedMs : -Infinity);

const isProbed = ({ unreachableInARow }: DueLane): boolean => unreachableInARow >= PROBED_AFTER;

const keyOf = ({ accountId, receiver }: DueLane): string => `${accountId} ${receiver}`;
