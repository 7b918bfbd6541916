import { goodBut } from './good';
import type { Behaviour } from './endpoint';

const FIELDS = 61;
const MOST_BYTES = 10_000;

/** Has a schema without room for more. */
export const strictSchema: Behaviour = goodBut((told) =>
  // The fields of conversion, with id and sentAt of the callback.
  Object.keys(told).length > FIELDS + 2 ? { status: 500, body: 'unknown property' } : null,
);

/** Requires what only some conversions have. */
export const refusesNulls: Behaviour = goodBut(({ eventid, pubclickid }) =>
  typeof eventid === 'string' && typeof pubclickid === 'string' ? null : { status: 400, body: 'eventId is required' },
);

/** Keeps text in a column of Latin letters. */
export const asciiOnly: Behaviour = goodBut((_told, _books, { text }) =>
  /^[\x20-\x7e]*$/.test(text) ? null : { status: 503, body: 'incorrect string value' },
);

/** Takes no more than so many bytes. */
export const smallBodies: Behaviour = goodBut((_told, _books, { text }) =>
  text.length > MOST_BYTES ? { status: 413 } : null,
);

/** Reads keys of today alone. */
export const camelCaseOnly: Behaviour = goodBut((_told, _books, { text }) =>
  text.includes('"conversionId"') ? null : { status: 400 },
);
