import { setImmediate as nextTurn } from 'node:timers/promises';

/** What is read of a file at a time: of the smallest rows, a few milliseconds of work. */
export const PIECE_BYTES = 16_384;

/**
 * Pieces of a file, each in a turn of the event loop of its own. Pieces that are there already follow each other without
 * one, and a file of nothing but small rows would keep all other calls waiting.
 */
export async function* inTurns<Piece>(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  for await (const piece of pieces) {
    yield piece;
    await nextTurn();
  }
}
