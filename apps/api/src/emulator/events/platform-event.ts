import { EVENT_KINDS, type EventKind } from '@app/tracking';

/** Something that happened in an account. */
export interface PlatformEvent {
  id: string;
  accountId: string;
  kind: EventKind;
  data: unknown;
}

/** Reads what a process announced; `null`: it is none of ours. */
export function readEvent(payload: string): PlatformEvent | null {
  const read = parsed(payload);
  if (typeof read !== 'object' || read === null) return null;
  if (!('id' in read && 'accountId' in read && 'kind' in read && 'data' in read)) return null;
  const { id, accountId, data } = read;
  const kind = EVENT_KINDS.find((name) => name === read.kind);
  if (kind === undefined || typeof id !== 'string' || typeof accountId !== 'string') return null;
  return { id, accountId, kind, data };
}

/** JSON has no bare line breaks, so one line of data holds it. */
export function eventText({ id, kind, data }: PlatformEvent): string {
  return `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

function parsed(payload: string): unknown {
  try {
    const read: unknown = JSON.parse(payload);
    return read;
  } catch {
    return null;
  }
}
