import type { Command } from 'commander';
import type { AdminApi } from '../client/admin-api';
import { apiOf, clientOptions, type ClientOptions } from '../client/client-options';
import { UsageError } from '../client/failures';
import { examples } from '../define';
import { dataOf, eventLine } from '../listen/event-line';
import { Forwarder, type Forwarded } from '../listen/forward';
import type { StreamEvent } from '../listen/sse';
import { tail } from '../listen/tail';
import { paint, say } from '../output/print';

interface ListenOptions extends ClientOptions {
  kind: string;
  after?: string;
  limit?: string;
  forwardTo?: string;
}

/** `pitlane listen` */
export function defineListen(command: Command): void {
  command
    .option(
      '--kind <kinds>',
      'click, conversion, status, delivery, attempt, clock, request, import; or all',
      'delivery,attempt',
    )
    .option('--after <id>', 'goes on behind this event, instead of from now on')
    .option('--limit <n>', 'ends after that many events')
    .option('--forward-to <url>', 'sends each callback of the account on to this URL; its own is put back at the end');
  const shown = [
    'pitlane listen',
    'pitlane listen --kind all --json | jq .',
    'pitlane listen --forward-to http://localhost:3000/hook',
  ];
  clientOptions(examples(command, shown)).action((options: ListenOptions) => listen(apiOf(options), options));
}

async function listen(api: AdminApi, options: ListenOptions): Promise<void> {
  const limit = limitOf(options);
  const { forwardTo } = options;
  if (forwardTo !== undefined && !/^https?:\/\//.test(forwardTo)) {
    throw new UsageError('--forward-to takes an http(s) URL.');
  }
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  process.stdout.on('error', end);
  const forwarder = forwardTo === undefined ? null : await Forwarder.open(api, forwardTo);
  try {
    if (forwarder !== null) sayForwarding(forwarder, String(forwardTo));
    const work = [watch(api, options, { limit, ending })];
    if (forwarder !== null) work.push(forwarder.run(ending.signal, (done) => forwarded(options, done)));
    await Promise.all(work.map((part) => part.finally(end)));
  } finally {
    end();
    await forwarder?.close();
  }
}

async function watch(
  api: AdminApi,
  { kind, after, json }: ListenOptions,
  { limit, ending }: { limit: number; ending: AbortController },
): Promise<void> {
  let shown = 0;
  const onEvent = (event: StreamEvent): void => {
    if (shown >= limit) return;
    process.stdout.write(`${lineOf(event, json === true)}\n`);
    if (++shown >= limit) ending.abort();
  };
  const onState = (state: 'watching' | 'lost'): void => {
    say(state === 'watching' ? 'Watching. Ctrl-C ends it.' : 'The stream was lost; it is taken up again.');
  };
  const kinds = kind === 'all' ? [] : kind.split(',').map((name) => name.trim());
  await tail(api, { kinds, after, signal: ending.signal, onEvent, onState });
}

function lineOf({ id, name, data }: StreamEvent, json: boolean): string {
  const read = dataOf(data);
  return json ? JSON.stringify({ id, event: name, data: read }) : eventLine(name, read);
}

function sayForwarding({ before }: Forwarder, target: string): void {
  say(`Callbacks go on to ${target}. Until this ends the account calls back a receiver of the emulator;`);
  say(`its own URL is put back then: ${before.url ?? 'none'}`);
}

function forwarded({ json }: ListenOptions, done: Forwarded): void {
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ id: null, event: 'forwarded', data: done })}\n`);
    return;
  }
  const { id, status, error, tookMs } = done;
  const ok = status !== null && status >= 200 && status < 300;
  const verdict = paint(ok ? 'green' : 'red', error ?? String(status));
  process.stdout.write(`${paint('cyan', 'forwarded')}  callback ${id ?? ''} → ${verdict} in ${String(tookMs)} ms\n`);
}

function limitOf({ limit }: ListenOptions): number {
  if (limit === undefined) return Infinity;
  if (!/^[1-9]\d{0,8}$/.test(limit)) throw new UsageError('--limit takes a number of events.');
  return Number(limit);
}
