import { Argument, type Command } from 'commander';
import { completionScript, SHELLS, type Shell } from '../completion/scripts';
import { wordsOf } from '../completion/words';
import { examples } from '../define';

/** `pitlane completion bash|zsh|fish` */
export function defineCompletion(command: Command, whole: () => Promise<Command>): void {
  examples(command, [
    'source <(pitlane completion bash)',
    'pitlane completion zsh > "${fpath[1]}/_pitlane"',
    'pitlane completion fish > ~/.config/fish/completions/pitlane.fish',
  ])
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .action(async (shell: Shell) => {
      process.stdout.write(completionScript(shell, wordsOf(await whole())));
    });
}
