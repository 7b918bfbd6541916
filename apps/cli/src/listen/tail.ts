import { setTimeout as pause } from 'node:timers/promises';
import { query, type AdminApi } from '../client/admin-api';
import { NotReachable } from '../client/failures';
import { EventReader, type StreamEvent } from './sse';

const RETRY_MS = 1_000;

export interface Tail {
  kinds: readonly string[];
  /** Id of the event to go on after; without it: from now on. */
  after?: string | undefined;
  signal: AbortSignal;
  onEvent: (event: StreamEvent) => void;
  /** The stream was lost, or is there again. */
  onState: (state: 'watching' | 'lost') => void;
}

/**
 * Hands on what happens until the signal says stop. A lost stream is taken up again behind the last event; a server that
 * was never there is not waited for.
 * @throws NotReachable, Refused
 */
export async function tail(api: AdminApi, options: Tail): Promise<void> {
  const { after, signal, onState } = options;
  const reader = new EventReader(after ?? null);
  let wasThere = false;
  const onOpen = (): void => {
    wasThere = true;
    onState('watching');
  };
  while (!signal.aborted) {
    await watch(api, options, { reader, onOpen }).catch((error: unknown) => {
      if (!signal.aborted && !(wasThere && isLoss(error))) throw error;
    });
    if (isOver(signal)) return;
    onState('lost');
    await pause(reader.retryMs ?? RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** One connection, until it ends. */
async function watch(
  api: AdminApi,
  { kinds, signal, onEvent }: Tail,
  { reader, onOpen }: { reader: EventReader; onOpen: () => void },
): Promise<void> {
  const path = `/emulator/events${query({ kind: kinds.length === 0 ? undefined : kinds.join(',') })}`;
  const headers = { accept: 'text/event-stream', ...(reader.lastId !== null && { 'last-event-id': reader.lastId }) };
  const stream = await api.stream(path, { headers, signal });
  onOpen();
  reader.restart();
  stream.setEncoding('utf8');
  for await (const piece of stream) reader.push(String(piece)).forEach(onEvent);
}

/** The server went away; anything else would come again the same. */
function isLoss(error: unknown): boolean {
  return error instanceof NotReachable || (error instanceof Error && 'code' in error);
}

/** Asked anew: it may have changed since. */
function isOver({ aborted }: AbortSignal): boolean {
  return aborted;
}
