import { Option, type Command } from 'commander';
import { query } from '../client/admin-api';
import { apiOf, clientOptions, type ClientOptions } from '../client/client-options';
import { Failed, UsageError } from '../client/failures';
import { answer, status } from '../output/print';
import { examples } from '../define';

interface Found {
  id?: string;
  status?: string;
  kind?: string;
  url?: string | null;
}

/** A list with what matched first, or what matched itself. */
type Waited = Found & { matched?: boolean; items?: Found[] };

interface WaitOptions extends ClientOptions {
  timeout: string;
  [filter: string]: string | boolean | undefined;
}

/** What can be waited for: options by the names that the server gives its filters. */
const THINGS: readonly {
  name: string;
  path: string;
  filters: readonly (readonly [flags: string, filter: string, about: string])[];
  shown: string;
}[] = [
  {
    name: 'delivery',
    path: '/deliveries/wait',
    filters: [
      ['--id <id>', 'id', 'this delivery'],
      ['--conversion <id>', 'conversionId', 'one of this conversion'],
      ['--kind <kind>', 'kind', 'callback or postback'],
      ['--status <status>', 'status', 'Pending, Sent, Failed or Skipped; several separated by commas'],
    ],
    shown: 'pitlane wait delivery --conversion 0198c2f4-7a10-7c3e-9d52-6f1a8f0b2c11 --status Sent',
  },
  {
    name: 'conversion',
    path: '/conversions/wait',
    filters: [
      ['--id <id>', 'id', 'this conversion'],
      ['--click <id>', 'clickId', 'one of this click'],
      ['--advertiser-id <id>', 'advertiserConversionId', "the advertiser's own id, its cnv_conversion_id"],
      ['--event <id>', 'eventId', 'of this event'],
      ['--status <status>', 'status', 'Pending, Success or Rejected; several separated by commas'],
    ],
    shown: 'pitlane wait conversion --click 0198c2f4-7a10-7c3e-9d52-6f1a8f0b2c11 --status Success',
  },
  {
    name: 'click',
    path: '/clicks/wait',
    filters: [
      ['--id <id>', 'id', 'this click'],
      ['--pub-click-id <id>', 'pubClickId', "the partner's own id, its pub_click_id"],
      ['--member <id>', 'pubMemberId', 'of this member'],
    ],
    shown: 'pitlane wait click --member user_98765 --timeout 30s',
  },
];

/** `pitlane wait delivery|conversion|click`; exit 1 when the time runs out. */
export function defineWait(command: Command): void {
  examples(
    command,
    THINGS.map(({ shown }) => shown),
  );
  for (const { name, path, filters, shown } of THINGS) {
    const thing = command.command(name).description(`waits for a ${name}`);
    const named = filters.map(([flags, filter, about]) => {
      const option = new Option(flags, about);
      thing.addOption(option);
      return { filter, key: option.attributeName() };
    });
    thing.option('--timeout <duration>', 'at most this long, up to 60s', '30s');
    clientOptions(examples(thing, [shown])).action(async (options: WaitOptions) => {
      const given = Object.fromEntries(named.map(({ filter, key }) => [filter, textOf(options[key])]));
      if (Object.values(given).every((value) => value === undefined)) {
        throw new UsageError(`Say which ${name}: ${filters.map(([flags]) => flags).join(', ')}.`);
      }
      const waited = await apiOf(options).get<Waited>(`${path}${query({ ...given, timeout: options.timeout })}`);
      if (waited.matched === false) throw new Failed(`No ${name} was so within ${options.timeout}.`);
      answer(options.json, waited, () => (waited.items ?? [waited]).map(line).join('\n'));
    });
  }
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function line({ id = '', kind, status: is, url }: Found): string {
  return [id, kind, is === undefined ? undefined : status(is), url]
    .filter((part) => typeof part === 'string')
    .join('  ');
}
