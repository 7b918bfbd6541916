/** How long a client may take, in milliseconds. Each bounds how long a connection can be held that does nothing useful. */
export interface ServerTimes {
  /** From the connection, or the answer before, to the end of the headers. */
  headers: number;
  /** A body that is parsed, or that nobody wants. */
  body: number;
  /** A whole request, uploads among them: for 100 MB at 1 Mbit/s. */
  request: number;
  /** A connection that rests between two requests; longer than most proxies keep theirs. */
  idle: number;
  /** How often the first and the third are looked at. */
  check: number;
}

export const SERVER_TIMES: ServerTimes = {
  headers: 30_000,
  body: 30_000,
  request: 15 * 60_000,
  idle: 75_000,
  check: 5_000,
};
