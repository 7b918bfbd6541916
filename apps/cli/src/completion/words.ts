import type { Command } from 'commander';

/** What may follow a command: the words that lead to it, commands below it, and its options. */
export interface CommandWords {
  /** Without `pitlane`; empty for the command line itself. */
  path: readonly string[];
  words: readonly { name: string; about: string }[];
}

/** Every command with what may follow, the command line itself first. */
export function wordsOf(command: Command, path: readonly string[] = []): CommandWords[] {
  const below = command.commands.map((sub) => ({ name: sub.name(), about: sub.description() }));
  const options = command.options.flatMap(({ long, description, hidden }) =>
    hidden || typeof long !== 'string' ? [] : [{ name: long, about: description }],
  );
  const choices = command.registeredArguments.flatMap(({ argChoices }) =>
    (argChoices ?? []).map((name) => ({ name, about: '' })),
  );
  const own = { path, words: [...below, ...choices, ...options, { name: '--help', about: 'shows the help' }] };
  return [own, ...command.commands.flatMap((sub) => wordsOf(sub, [...path, sub.name()]))];
}
