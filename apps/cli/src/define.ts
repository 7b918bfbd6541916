import type { Command } from 'commander';

/** Adds options, arguments and what to do to a command. `whole`: the command line with all that there is. */
export type Define = (command: Command, whole: () => Promise<Command>) => void;

/** A command by name; what it consists of is loaded when it is the one. */
export interface CommandEntry {
  name: string;
  about: string;
  /** Where the help shows it. */
  group: string;
  load: () => Promise<Define>;
}

/** Shown before everything else in the help of a command. */
export function examples(command: Command, lines: readonly string[]): Command {
  return command.addHelpText('before', `Examples:\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
}
