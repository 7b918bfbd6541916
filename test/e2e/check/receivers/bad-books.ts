import { goodBut } from './good';
import type { Behaviour } from './endpoint';

/** Rewards whatever says Success, as often as it says so. */
export const notIdempotent: Behaviour = goodBut(({ status, conversionid }, books) => {
  if (status !== 'Success') return null;
  books.set(conversionid, (books.get(conversionid) ?? 0) + 1);
  return { status: 200 };
});

/** Has a unique index on the id of the callback, and an error page for whoever hits it. */
export const refusesRepeats = (): Behaviour => {
  const seen = new Set<string>();
  return goodBut(({ id }) => {
    if (seen.has(id)) return { status: 500, body: 'duplicate key value violates unique constraint' };
    seen.add(id);
    return null;
  });
};

/** Tells callbacks apart by their own id instead of the conversion's. */
export const trustsCallbackId = (): Behaviour => {
  const seen = new Set<string>();
  return goodBut(({ id, status, conversionid }, books) => {
    if (status !== 'Success') return null;
    if (!seen.has(id)) books.set(conversionid, (books.get(conversionid) ?? 0) + 1);
    seen.add(id);
    return { status: 200 };
  });
};

/** One reward for each click, whatever the event. */
export const rewardsByClick = (): Behaviour => {
  const rewarded = new Map<unknown, string>();
  return goodBut(({ status, clickid, conversionid }) => {
    if (status !== 'Success') return null;
    const first = rewarded.get(clickid) ?? conversionid;
    rewarded.set(clickid, first);
    return first === conversionid ? null : { status: 200 };
  });
};

/** Takes no reward back. */
export const keepsRewards: Behaviour = goodBut(({ status, conversionid }, books) =>
  status === 'Rejected' && books.get(conversionid) === 1 ? { status: 200 } : null,
);

/** Rewards before anybody has approved. */
export const rewardsPending: Behaviour = goodBut(({ status, conversionid }, books) => {
  if (status !== 'Pending') return null;
  books.set(conversionid, 1);
  return { status: 200 };
});

/** Knows only conversions that were something else before. */
export const looksUpRejected: Behaviour = goodBut(({ status, conversionid }, books) =>
  status === 'Rejected' && !books.has(conversionid) ? { status: 404, body: 'no such conversion' } : null,
);

/** Knows three statuses. */
export const threeStatuses: Behaviour = goodBut(({ status }) =>
  ['Pending', 'Success', 'Rejected'].includes(status) ? null : { status: 422 },
);
