import type { EventKind } from '@app/tracking';

/** Something that happened in an account. */
export interface PlatformEvent {
  /** Whoever comes back with it is told what came after. */
  id: string;
  accountId: string;
  kind: EventKind;
  data: object;
}

/** JSON has no bare line breaks, so one line of data holds it. */
export function eventText({ id, kind, data }: PlatformEvent): string {
  return `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}
