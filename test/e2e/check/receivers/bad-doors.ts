import { book, good, goodBut, read, SECRET } from './good';
import type { Behaviour } from './endpoint';

/** Lets everybody in. */
export const asksForNoSecret: Behaviour = (call, books) => book(read(call), books);

/** Falls over where it should refuse. */
export const fallsOverSecret: Behaviour = (call, books) => {
  const reply = good(call, books);
  return typeof reply === 'object' && reply.status === 401 ? { status: 500 } : reply;
};

/** Looks for the header as it is written in its settings. */
export const mindsHeaderCase: Behaviour = (call, books) =>
  call.rawHeaders.includes(SECRET.header) ? good(call, books) : { status: 401 };

/** Sends everybody on. */
export const redirects: Behaviour = ({ path }) => ({ status: 308, headers: { location: `${path}/` } });

/** Works before it answers, and for ever. */
export const neverAnswers: Behaviour = () => 'never';

/** Refuses what it thinks is not fresh. */
export const mindsAge: Behaviour = goodBut(({ sentAt, createdat }) =>
  Date.parse(sentAt) - Date.parse(String(createdat)) > 60_000 ? { status: 400, body: 'stale' } : null,
);

/** Keeps connections, and ends them at the next request. */
export const endsConnections: Behaviour = (call, books) => (call.numberOnConnection > 1 ? 'break' : good(call, books));

/** Created, it says, and means the opposite. */
export const createdWithError: Behaviour = goodBut((told, books) => {
  book(told, books);
  return { status: 201, body: '{"error":"could not be stored"}' };
});
