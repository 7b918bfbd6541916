import type { CommandWords } from './words';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A script that completes `pitlane` in a shell. Where nothing of ours fits, the shell completes file names. */
export function completionScript(shell: Shell, commands: readonly CommandWords[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      return `#compdef pitlane\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
    case 'fish':
      return fish(commands);
  }
}

/** The longest path of words that is a command says what may come next. */
function bash(commands: readonly CommandWords[]): string {
  const cases = commands.map(
    ({ path, words }) => `    '${path.join(' ')}') words='${words.map(({ name }) => name).join(' ')}' ;;`,
  );
  const paths = commands.filter(({ path }) => path.length > 0).map(({ path }) => `'${path.join(' ')}'`);
  return `_pitlane() {
  local word path='' words='' current="\${COMP_WORDS[COMP_CWORD]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
    ${paths.join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _pitlane pitlane
`;
}

function fish(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ path, words }) => {
    const below = commands.filter((one) => one.path.length === path.length + 1 && isBelow(one.path, path));
    const here = [
      ...path.map((word) => `__fish_seen_subcommand_from ${word}`),
      ...(below.length === 0
        ? []
        : [`not __fish_seen_subcommand_from ${below.map((one) => one.path.at(-1)).join(' ')}`]),
    ].join('; and ');
    return words.map(({ name, about }) => {
      const what = name.startsWith('--') ? `-l ${name.slice(2)}` : `-f -a ${name}`;
      return `complete -c pitlane${here === '' ? '' : ` -n '${here}'`} ${what}${about === '' ? '' : ` -d '${quoted(about)}'`}`;
    });
  });
  return `${lines.join('\n')}\n`;
}

function isBelow(path: readonly string[], above: readonly string[]): boolean {
  return above.every((word, index) => path[index] === word);
}

function quoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
