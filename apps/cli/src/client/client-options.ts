import { Option, type Command } from 'commander';
import { AdminApi, type ServerAddress } from './admin-api';
import { UsageError } from './failures';
import { keptKey } from './kept-key';

export const DEFAULT_URL = 'http://localhost:8080';
export const DEFAULT_DATA_DIR = '.pitlane';

const GROUP = 'Server options:';

/** What every command that talks to a running server takes. K§8. */
export interface ClientOptions {
  url?: string;
  key?: string;
  account?: string;
  dataDir?: string;
  json?: boolean;
}

/** Adds them; a default that is not written into commander lets an empty variable count as unset. */
export function clientOptions(command: Command): Command {
  const add = (flags: string, about: string, variable: string): Command =>
    command.addOption(new Option(flags, about).env(variable).helpGroup(GROUP));
  add('--url <url>', `where it runs; without it ${DEFAULT_URL}`, 'PITLANE_URL');
  add('--key <key>', 'admin key; without it the one kept in the data directory', 'PITLANE_ADMIN_KEY');
  add('--account <slug>', 'account, where the key opens several; without it the default one', 'PITLANE_ACCOUNT');
  add('--data-dir <folder>', `data directory with the key; without it ${DEFAULT_DATA_DIR}`, 'PITLANE_DATA_DIR');
  return command.addOption(new Option('--json', 'the answer as one JSON document on stdout').helpGroup(GROUP));
}

/** The server that the options name. */
export function serverOf(options: ClientOptions): ServerAddress {
  const key = given(options.key) ?? keptKey(given(options.dataDir) ?? DEFAULT_DATA_DIR);
  if (key === null) {
    throw new UsageError(
      `There is no admin key: none is kept in ${given(options.dataDir) ?? DEFAULT_DATA_DIR}. Name it by --key or ` +
        'PITLANE_ADMIN_KEY, or the data directory of the server by --data-dir.',
    );
  }
  return { url: urlOf(options), key, account: given(options.account) };
}

export function urlOf({ url }: ClientOptions): string {
  return (given(url) ?? DEFAULT_URL).replace(/\/+$/, '');
}

export function apiOf(options: ClientOptions): AdminApi {
  return new AdminApi(serverOf(options));
}

/** An empty text is none, as in the settings. */
export function given(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
