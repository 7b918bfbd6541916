import { Command } from 'commander';
import { ownVersion } from '../../api/src/http/own-version';
import { COMMANDS } from './commands';

/** Knows every command by name, and the wanted one whole: a command starts in the time that it needs itself. */
export function programFor(args: readonly string[]): Promise<Command> {
  const wanted = wantedBy(args);
  return define((name) => name === wanted);
}

function wholeProgram(): Promise<Command> {
  return define(() => true);
}

async function define(isWanted: (name: string) => boolean): Promise<Command> {
  const pitlane = new Command('pitlane')
    .description('Self-hosted emulator of the GoKart and Integr8 affiliate tracking platforms')
    .version(ownVersion(), '-V, --version', 'shows the version')
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride();
  for (const { name, about, group, load } of COMMANDS) {
    const command = pitlane.command(name).description(about).helpGroup(group);
    if (!isWanted(name)) continue;
    (await load())(command, wholeProgram);
    for (const below of command.commands) tellWhoseOption(below, command);
  }
  return pitlane;
}

/** An option of a neighbour is not misspelled but out of place. */
function tellWhoseOption(command: Command, above: Command): void {
  command.configureOutput({
    outputError: (text, write) => {
      write(text);
      const [, option] = /unknown option '(--[\w-]+)/.exec(text) ?? [];
      const owners = above.commands.filter(({ options }) => options.some(({ long }) => long === option));
      if (option === undefined || owners.length === 0) return;
      write(`(${option} is for ${above.name()} ${owners.map((owner) => owner.name()).join(', ')})\n`);
    },
  });
}

/** The first word; behind `help` the next. */
function wantedBy(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((arg) => !arg.startsWith('-'));
  return first === 'help' ? second : first;
}
