import { Option, type Command } from 'commander';
import { SETTING_FLAGS } from './setting-flags';

/** `PITLANE_DATA_DIR` → `--data-dir`. */
export function flagOf(variable: string): string {
  return `--${variable
    .replace(/^PITLANE_/, '')
    .toLowerCase()
    .replaceAll('_', '-')}`;
}

/** A flag for each setting; its variable counts where the flag is left out. K§2. */
export function settingOptions(command: Command, variables: readonly string[]): Command {
  for (const variable of variables) command.addOption(optionOf(variable));
  return command;
}

/** What the flags and the environment say, by variable: what `readConfig` takes. */
export function settingsOf(command: Command, variables: readonly string[]): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const variable of variables) {
    const value: unknown = command.getOptionValue(optionOf(variable).attributeName());
    if (typeof value === 'string') settings[variable] = value;
  }
  return settings;
}

function optionOf(variable: string): Option {
  const [value, about] = SETTING_FLAGS[variable] ?? ['value', ''];
  return new Option(`${flagOf(variable)} <${value}>`, about).env(variable).helpGroup('Settings:');
}
