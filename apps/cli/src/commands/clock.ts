import type { Command } from 'commander';
import { apiOf, clientOptions, type ClientOptions } from '../client/client-options';
import { UsageError } from '../client/failures';
import { answer, count, paint } from '../output/print';
import { examples } from '../define';

interface Clock {
  now: string;
  mode: string;
}

interface Fired {
  kind: string;
  at: string;
  deliveryId?: string;
  conversionId?: string;
  offerId?: string;
  number?: number;
  outcome?: string | null;
  responseStatus?: number | null;
}

interface Advanced extends Clock {
  matured: number;
  attempted: number;
  fired: Fired[];
}

interface AdvanceOptions extends ClientOptions {
  to?: string;
  untilIdle?: boolean;
}

const MOST_SHOWN = 50;

/** `pitlane clock show|advance|freeze|reset` */
export function defineClock(command: Command): void {
  examples(command, ['pitlane clock freeze', 'pitlane clock advance 2m', 'pitlane clock reset']);
  clientOptions(command.command('show').description("shows the account's platform time")).action(
    async (options: ClientOptions) => show(options, await apiOf(options).get<Clock>('/emulator/clock')),
  );
  const advance = command
    .command('advance')
    .description('moves it on, from due instant to due instant, until all that fell due was carried out')
    .argument('[by]', 'a duration such as 90s, 2m, 3d')
    .option('--to <instant>', 'up to this instant instead')
    .option('--until-idle', 'until nothing is due any more instead');
  clientOptions(examples(advance, ['pitlane clock advance 62m', 'pitlane clock advance --until-idle'])).action(
    async (by: string | undefined, options: AdvanceOptions) => {
      const body = howFar(by, options);
      const done = await apiOf(options).post<Advanced>('/emulator/clock/advance', body);
      answer(options.json, done, () => advancedText(done));
    },
  );
  const freeze = command.command('freeze').description('stops it').option('--at <instant>', 'there; without it now');
  clientOptions(examples(freeze, ['pitlane clock freeze', 'pitlane clock freeze --at 2027-01-01T00:00:00Z'])).action(
    async (options: ClientOptions & { at?: string }) =>
      show(options, await apiOf(options).post<Clock>('/emulator/clock/freeze', { at: options.at })),
  );
  clientOptions(command.command('reset').description("back to the machine's time")).action(
    async (options: ClientOptions) => show(options, await apiOf(options).post<Clock>('/emulator/clock/reset')),
  );
}

/** The body of an advance, of which exactly one way must be named. */
export function howFar(
  by: string | undefined,
  { to, untilIdle }: { to?: string; untilIdle?: boolean },
): { by: string } | { to: string } | { untilIdle: true } {
  const ways = [
    ...(by === undefined ? [] : [{ by }]),
    ...(to === undefined ? [] : [{ to }]),
    ...(untilIdle === true ? [{ untilIdle: true } as const] : []),
  ];
  const [way] = ways;
  if (way === undefined || ways.length > 1) {
    throw new UsageError('Say how far, in one way: a duration such as 2m, --to an instant, or --until-idle.');
  }
  return way;
}

function show({ json }: ClientOptions, clock: Clock): void {
  answer(json, clock, () => `${clock.now}  ${clock.mode}`);
}

export function advancedText({ now, mode, matured, attempted, fired }: Advanced): string {
  const shown = fired.slice(0, MOST_SHOWN).map(firedLine);
  const rest = fired.length - shown.length;
  return [
    ...shown,
    ...(rest > 0 ? [`and ${String(rest)} more: --json shows all`] : []),
    `${now}  ${mode}: ${count(attempted, 'attempt')}, ${count(matured, 'conversion')} matured`,
  ].join('\n');
}

function firedLine({ at, kind, number, outcome, responseStatus, ...ids }: Fired): string {
  const id = ids.deliveryId ?? ids.conversionId ?? ids.offerId ?? '';
  if (number === undefined) return `${at}  ${kind}  ${id}`;
  const colour = outcome === 'sent' ? 'green' : outcome === 'failed' ? 'red' : 'yellow';
  const how = `${outcome ?? 'under way'}${typeof responseStatus === 'number' ? ` ${String(responseStatus)}` : ''}`;
  return `${at}  ${kind} ${String(number)} ${paint(colour, how)}  ${id}`;
}
