const PATIENCE_MS = 12_000;
/** Calls of a receiver are answered as an input before them said, or not at all. */
const SCRIPTED_PATIENCE_MS = 400;
/** How long an input that may be half a request is given before its end is told. */
const QUIET_MS = 60;

export const isScripted = ({ path }) => path.startsWith('/receivers/');

export function send(input, wire) {
  const patienceMs = isScripted(input) ? SCRIPTED_PATIENCE_MS : PATIENCE_MS;
  if (input.isAlone) return wire.sendAlone(input.bytes, { patienceMs, quietMs: QUIET_MS });
  return wire.send(input.bytes, { patienceMs, isBare: input.isBare });
}
