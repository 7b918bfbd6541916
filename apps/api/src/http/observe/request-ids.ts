import { randomBytes } from 'node:crypto';

/** What a caller may name its request: visible ASCII, and not too much of it. */
const SANE = /^[\x21-\x7e]{1,128}$/;

export const REQUEST_ID_HEADER = 'x-request-id';

interface Incoming {
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Names requests: as the caller does where that is sane, else by a word of this process and a number. Made for each request, so it costs
 * as little as the number does.
 */
export function requestIds(): (request: Incoming) => string {
  const word = randomBytes(6).toString('hex');
  let number = 0;
  return ({ headers }) => {
    const given = headers[REQUEST_ID_HEADER];
    if (typeof given === 'string' && SANE.test(given)) return given;
    number += 1;
    return `${word}-${number.toString(36)}`;
  };
}
