#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT, exitCodeOf } from './client/failures';
import { complaintOf } from './output/complaint';
import { programFor } from './program';

/** `pitlane …`: stdout is data, stderr is talk. Exit codes: 0 ok, 1 failed, 2 usage, 3 not reachable. K§8. */
async function run(args: readonly string[]): Promise<void> {
  const program = await programFor(args);
  await program.parseAsync(args, { from: 'user' });
}

run(process.argv.slice(2)).catch((error: unknown) => {
  // Commander has said what is wrong by itself, and leaves with 1 for it; ours is 2.
  if (error instanceof CommanderError) process.exit(error.exitCode === EXIT.ok ? EXIT.ok : EXIT.usage);
  process.stderr.write(`${complaintOf(error)}\n`);
  process.exit(exitCodeOf(error));
});
