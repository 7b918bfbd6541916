/**
 * Keeps a process up until SIGINT or SIGTERM, then closes it and leaves with 0. Whatever can't be closed within
 * `mostMs`, or a second signal, ends it at once: nothing that was acknowledged depends on a clean end. Answers how to
 * ask whether the end has begun.
 */
export function runUntilSignal(close: () => Promise<void>, mostMs = 5_000): () => boolean {
  let closing = false;
  const end = (): void => {
    if (closing) process.exit(130);
    closing = true;
    setTimeout(() => process.exit(1), mostMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(
          `Pitlane did not end cleanly: ${error instanceof Error ? error.message : String(error)}\n`,
        );
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  return () => closing;
}
