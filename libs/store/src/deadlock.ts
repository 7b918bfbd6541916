const DEADLOCK = '40P01';
const MOST_TRIES = 5;

/** Runs a transaction; the victim of a deadlock, of whom nothing was written, starts again. */
export async function retriedOnDeadlock<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isDeadlock(error) || tries === MOST_TRIES) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DEADLOCK;
}
