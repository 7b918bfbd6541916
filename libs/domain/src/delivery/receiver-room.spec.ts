import {
  MOST_A_RECEIVER,
  MOST_HELD_BACK,
  MOST_PROBES,
  MOST_QUICK,
  mostALook,
  shareRooms,
  type DueLane,
} from './receiver-room';

/** More than any room, so that the batch cuts nothing. */
const ANY = 1_000_000;

const lane = (receiver: string, changed: Partial<DueLane> = {}): DueLane => ({
  ...{ accountId: 'account', receiver, again: false, taken: 0, late: 0 },
  ...{ pace: 'quick', unreachableInARow: 0, isDue: true, waitedMs: 0 },
  ...changed,
});
const lanes = (count: number, changed: Partial<DueLane>): DueLane[] =>
  Array.from({ length: count }, (_, index) => lane(`${JSON.stringify(changed)} ${index}`, changed));

/** Receivers in the order in which they are served, each with its room. */
const roomsOf = (given: DueLane[], batch = ANY): [string, number][] =>
  shareRooms(given, batch).map((each) => [each.lane.receiver, each.room]);
const totalOf = (given: DueLane[], batch = ANY): number =>
  shareRooms(given, batch).reduce((sum, { room }) => sum + room, 0);

const FLOOD = MOST_QUICK / 10;

describe(shareRooms.name, () => {
  it.each([
    // what is known of a receiver alone, and its room
    ['quick', {}, 600],
    ['quick, and holds some', { taken: 100 }, 500],
    ['quick, and full', { taken: 600 }, 0],
    ['quick, retries', { again: true }, 200],
    ['new', { pace: 'new' }, 600],
    ['slow, retries', { pace: 'slow', again: true }, 200],
    ['slow', { pace: 'slow' }, 600],
    ['slow, and holds some', { pace: 'slow', taken: 590 }, 10],
    ['unreachable four times', { unreachableInARow: 4 }, 600],
    ['unreachable five times', { unreachableInARow: 5 }, 1],
    ['unreachable five times, and one is on its way', { unreachableInARow: 5, taken: 1 }, 0],
  ] satisfies [string, Partial<DueLane>, number][])(
    'should give a receiver that is %s its room',
    (_, changed, room) => {
      expect(totalOf([lane('it', changed)])).toBe(room);
    },
  );

  it.each([
    // receivers that are not known to be quick, and what each of them gets
    [1, { pace: 'slow' }, 600],
    [4, { pace: 'slow' }, 250],
    [40, { pace: 'slow' }, 25],
    [40, { pace: 'new' }, 25],
    [200, { pace: 'new' }, 5],
    [1_000, { pace: 'slow' }, 1],
  ] satisfies [number, Partial<DueLane>, number][])(
    'should share evenly: %d that are %j get %d each',
    (count, changed, room) => {
      const rooms = shareRooms(lanes(count, changed), ANY);
      expect(new Set(rooms.map((each) => each.room))).toEqual(new Set([room]));
      expect(rooms).toHaveLength(count);
    },
  );

  it.each([
    // however many others hold all that they may, a quick one has its full room
    ['slow', 40, { pace: 'slow', taken: 25 }],
    ['slow, with more than their part', 4, { pace: 'slow', taken: 300 }],
    ['new and silent', 500, { pace: 'new', taken: 2, late: 2 }],
    ['quick until now, and hang', 10, { taken: FLOOD, late: 11 }],
    ['unreachable', 10_000, { unreachableInARow: 5, waitedMs: 60_000 }],
  ] satisfies [string, number, Partial<DueLane>][])(
    'should not let a quick one wait for those that are %s',
    (_, count, changed) => {
      const [first] = roomsOf([...lanes(count, changed), lane('healthy')]);
      expect(first).toEqual(['healthy', Math.min(MOST_A_RECEIVER, mostALook(count + 1, ANY))]);
    },
  );

  it.each([
    ['slow', { pace: 'slow' }, MOST_HELD_BACK],
    ['new', { pace: 'new' }, MOST_HELD_BACK],
    ['quick', {}, MOST_QUICK],
  ] satisfies [string, Partial<DueLane>, number][])(
    'should give all that are %s together no more than their pool, and each its first one',
    (_, changed, most) => {
      expect(totalOf(lanes(5_000, changed), 100)).toBeLessThanOrEqual(most + MOST_PROBES);
      const full = { ...changed, taken: most / 10 };
      expect(
        totalOf([...lanes(10, full), ...lanes(10, { ...changed, unreachableInARow: 1 })], 100),
      ).toBeGreaterThanOrEqual(10);
      expect(roomsOf(lanes(10, full)).filter(([, room]) => room > 0)).toEqual([]);
    },
  );

  it('should forgive a quick one a few that hang', () => {
    const slow = lanes(39, { pace: 'slow', taken: 25 });
    expect(roomsOf([...slow, lane('it', { taken: 10, late: 10 })])).toEqual([['it', 590]]);
    expect(roomsOf([...slow, lane('it', { taken: 11, late: 11 })])).toEqual([['it', 14]]);
    expect(
      roomsOf([...slow, lane('it', { late: 6, taken: 6 }), lane('it', { again: true, late: 5, taken: 5 })]),
    ).toEqual([
      ['it', 4],
      ['it', 10],
    ]);
  });

  it('should probe with the one that waited longest, be it a retry', () => {
    const dead = (changed: Partial<DueLane>): DueLane => lane('it', { unreachableInARow: 5, ...changed });
    const longer = dead({ again: true, waitedMs: 2 });
    expect(shareRooms([dead({ waitedMs: 1 }), longer], ANY)).toEqual([{ lane: longer, room: 1 }]);
    expect(shareRooms([longer, dead({ waitedMs: 3 })], ANY)).toMatchObject([{ lane: { again: false }, room: 1 }]);
    expect(shareRooms([dead({ waitedMs: 3 }), { ...longer, taken: 1 }], ANY)).toEqual([]);
  });

  it('should serve both pools in turn, and in each who holds least, then who can be reached, then who waited longest', () => {
    const given = [
      lane('dead', { unreachableInARow: 5, waitedMs: 9_000 }),
      lane('slow', { pace: 'slow', taken: 1, waitedMs: 8_000 }),
      lane('new', { pace: 'new' }),
      lane('busy', { taken: 2, waitedMs: 9_000 }),
      lane('waiting', { waitedMs: 2 }),
      lane('just due', { waitedMs: 1 }),
    ];
    expect(roomsOf(given).map(([receiver]) => receiver)).toEqual([
      'waiting',
      'new',
      'just due',
      'dead',
      'busy',
      'slow',
    ]);
  });

  it('should treat the same receiver of two accounts as two', () => {
    const theirs = lane('it', { accountId: 'other', taken: 600 });
    expect(roomsOf([lane('it'), theirs])).toEqual([['it', 600]]);
  });

  it.each([
    [1, 100],
    [2, 50],
    [3, 34],
    [10, 10],
    [5_000, 10],
  ])('should give each of %d no more than %d of a batch of 100', (count, most) => {
    expect(mostALook(count, 100)).toBe(most);
    expect(Math.max(...shareRooms(lanes(count, {}), 100).map(({ room }) => room))).toBe(most);
  });
});
