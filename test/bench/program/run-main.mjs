// A program that starts others: however it ends, they end with it.
import process from 'node:process';
import { stopPrograms } from './processes.mjs';

const FAILED = 1;
const INTERRUPTED = 130;

/** Runs `main` to its end, and ends the process with `process.exitCode`, or 1 where something was thrown. */
export async function runMain(main) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void endMain(INTERRUPTED));
  process.on('uncaughtException', (error) => {
    console.error(error);
    void endMain(FAILED);
  });
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.stack : error);
    process.exitCode = FAILED;
  } finally {
    await endMain(process.exitCode ?? 0);
  }
}

/** Ends the programs that were started, then this one. */
export async function endMain(code) {
  await stopPrograms();
  process.exit(code);
}
