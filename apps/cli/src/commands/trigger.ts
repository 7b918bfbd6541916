import { InvalidArgumentError, type Command } from 'commander';
import { apiOf, clientOptions, type ClientOptions } from '../client/client-options';
import { examples } from '../define';
import { runClicks, runConversions, runRejection, type TriggerOptions } from '../trigger/run';
import type { RejectionOptions } from '../trigger/trigger-rejection';

const MOST_TIMES = 1_000_000;

/** `pitlane trigger click|conversion|rejection` */
export function defineTrigger(command: Command): void {
  examples(command, [
    'pitlane trigger click --offer "Boost Card" --member user_98765',
    'pitlane trigger conversion --offer "Boost Card"',
    'pitlane trigger rejection --conversion 0198c2f4-7a10-7c3e-9d52-6f1a8f0b2c11 --reason chargeback',
  ]);
  defineClick(command.command('click').description('a member clicks an offer'));
  defineConversion(
    command.command('conversion').description('the advertiser reports a conversion, of a new click or a known one'),
  );
  defineRejection(
    command.command('rejection').description('the advertiser takes a conversion back at the rejection endpoint'),
  );
}

function defineClick(command: Command): void {
  clickOptions(command).option(
    '--times <n>',
    'that many clicks, each of a member of its own unless --member is given',
    times,
    1,
  );
  const shown = [
    'pitlane trigger click',
    'pitlane trigger click --partner Brightwheels --offer "Boost Card" --times 100',
  ];
  clientOptions(examples(command, shown)).action((options: TriggerOptions) => runClicks(apiOf(options), options));
}

function defineConversion(command: Command): void {
  clickOptions(command)
    .option('--click <id>', 'of this click, instead of a new one')
    .option('--event <id>', 'Event ID, where the offer has several events')
    .option('--amount <amount>', 'cnv_amount')
    .option('--advertiser-id <id>', "the advertiser's own id of it: cnv_conversion_id")
    .option('--times <n>', 'that many, each of a new click; with --click the same one again and again', times, 1);
  const shown = [
    'pitlane trigger conversion --offer "Racing Legends" --event install',
    'pitlane trigger conversion --click 0198c2f4-7a10-7c3e-9d52-6f1a8f0b2c11 --param cnv_email=ann@example.com',
    'pitlane trigger conversion --offer "Boost Card" --times 10000',
  ];
  clientOptions(examples(command, shown)).action((options: TriggerOptions) => runConversions(apiOf(options), options));
}

function defineRejection(command: Command): void {
  command
    .option('--conversion <id>', 'this conversion')
    .option('--click <id>', 'all conversions of this click')
    .option('--advertiser-id <id>', "the one with this cnv_conversion_id, the advertiser's own")
    .option('--offer <name>', "by the endpoint of this offer instead of the account's")
    .option('--event <id>', 'of this event only')
    .option('--reason <text>', 'new_rejected_reason', 'Rejected by the advertiser');
  const shown = ['pitlane trigger rejection --click 0198c2f4-7a10-7c3e-9d52-6f1a8f0b2c11 --reason fraud'];
  clientOptions(examples(command, shown)).action((options: RejectionOptions & ClientOptions) =>
    runRejection(apiOf(options), options),
  );
}

function clickOptions(command: Command): Command {
  return command
    .option('--offer <name>', 'name or id; without it the newest active one')
    .option('--partner <name>', "name or id: the click is on the partner's link instead of the offer wall")
    .option('--member <id>', 'pub_member_id; without it one of its own')
    .option('--pub-click-id <id>', "pub_click_id, the caller's own id of the click")
    .option('--param <name=value>', 'any parameter as it goes over the wire; may be given again', parameter);
}

export function parameter(text: string, before: Record<string, string> = {}): Record<string, string> {
  const cut = text.indexOf('=');
  if (cut < 1) throw new InvalidArgumentError('Write it as name=value.');
  return { ...before, [text.slice(0, cut)]: text.slice(cut + 1) };
}

export function times(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > MOST_TIMES) {
    throw new InvalidArgumentError(`A number from 1 to ${String(MOST_TIMES)}.`);
  }
  return number;
}
