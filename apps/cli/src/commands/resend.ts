import { Option, type Command } from 'commander';
import { query, type AdminApi } from '../client/admin-api';
import { apiOf, clientOptions, type ClientOptions } from '../client/client-options';
import { Failed, UsageError } from '../client/failures';
import { answer, count, status } from '../output/print';
import { examples } from '../define';

interface Filter {
  kind?: string;
  status?: string;
  conversionId?: string;
  eventId?: string;
  offerId?: string;
  partnerId?: string;
  from?: string;
  to?: string;
}

interface ResendOptions extends ClientOptions, Omit<Filter, 'conversionId' | 'eventId' | 'offerId' | 'partnerId'> {
  all?: boolean;
  conversion?: string;
  event?: string;
  offer?: string;
  partner?: string;
  wait?: string | true;
}

interface Settled {
  id: string;
  status: string;
  reason: string | null;
}

/** What matched, by itself or first of a list; a list may be empty. */
type Waited = Settled | { items: Settled[] };

/** `pitlane resend` */
export function defineResend(command: Command): void {
  command
    .argument('[id]', 'id of a delivery that is Sent, Failed or Skipped')
    .option('--all', 'every delivery that the filters match; at least one filter')
    .addOption(new Option('--kind <kind>', 'filter').choices(['callback', 'postback']))
    .addOption(
      new Option('--status <status>', 'filter; without it Sent and Failed').choices(['Sent', 'Failed', 'Skipped']),
    )
    .option('--conversion <id>', 'filter')
    .option('--event <id>', 'filter: Event ID')
    .option('--offer <id>', 'filter')
    .option('--partner <id>', 'filter')
    .option('--from <instant>', 'filter: planned at or after')
    .option('--to <instant>', 'filter: planned at or before')
    .option('--wait [timeout]', 'waits, up to 30s, until the one delivery is Sent or Failed; exit 1 unless Sent');
  const shown = ['pitlane resend 0198c2f4-7a10-7c3e-9d52-6f1a8f0b2c11 --wait', 'pitlane resend --all --status Failed'];
  clientOptions(examples(command, shown)).action((id: string | undefined, options: ResendOptions) =>
    resend(id, options),
  );
}

async function resend(id: string | undefined, options: ResendOptions): Promise<void> {
  const which = whichOf(id, options);
  const api = apiOf(options);
  if (which.kind === 'all') {
    const done = await api.post<{ matched: number }>('/deliveries/resend', which.filter);
    answer(options.json, done, () => `${count(done.matched, 'delivery', 'deliveries')} on the way again`);
    return;
  }
  const path = `/deliveries/${encodeURIComponent(which.id)}`;
  const done = await api.post<{ id: string; status: string }>(`${path}/resend`);
  if (options.wait === undefined) {
    answer(options.json, done, () => `${done.id} is ${status(done.status)} again`);
    return;
  }
  await waitFor(api, done.id, options);
}

async function waitFor(api: AdminApi, id: string, { wait, json }: ResendOptions): Promise<void> {
  const timeout = typeof wait === 'string' ? wait : '30s';
  const waited = await api.get<Waited>(`/deliveries/wait${query({ id, status: 'Sent,Failed', timeout })}`);
  const found = 'items' in waited ? waited.items[0] : waited;
  if (found === undefined) throw new Failed(`${id} is still on its way after ${timeout}.`);
  answer(json, found, () => `${id} is ${status(found.status)}`);
  if (found.status !== 'Sent') throw new Failed(found.reason ?? `${id} is ${found.status}.`);
}

/** One delivery, or all that a filter matches: never both, and never all without a filter. */
export function whichOf(
  id: string | undefined,
  options: ResendOptions,
): { kind: 'one'; id: string } | { kind: 'all'; filter: Filter } {
  const filter = filterOf(options);
  const filters = Object.values(filter).filter((value) => value !== undefined).length;
  if (id !== undefined) {
    if (options.all === true || filters > 0) {
      throw new UsageError('Name one delivery, or --all with filters; not both.');
    }
    return { kind: 'one', id };
  }
  if (options.all !== true) {
    throw new UsageError('Name a delivery, or say --all with a filter such as --status Failed.');
  }
  if (filters === 0) throw new UsageError('--all needs at least one filter, such as --status Failed.');
  if (options.wait !== undefined) {
    throw new UsageError('--wait is for one delivery: "pitlane wait delivery" waits for others.');
  }
  return { kind: 'all', filter };
}

function filterOf({ kind, status: of, conversion, event, offer, partner, from, to }: ResendOptions): Filter {
  const filter = {
    kind,
    status: of,
    conversionId: conversion,
    eventId: event,
    offerId: offer,
    partnerId: partner,
    from,
    to,
  };
  return filter;
}
