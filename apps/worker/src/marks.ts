import { channel } from 'node:diagnostics_channel';

/** Points that a delivery passes on its way, in their order. */
export const POINTS = [
  'before-claim',
  'after-claim',
  'after-enqueue',
  'after-attempt-row',
  'during-connect',
  'during-body',
  'after-response',
  'before-commit',
  'after-commit',
] as const;

const CHANNELS = new Map(POINTS.map((point) => [point, channel(`pitlane.delivery.${point}`)]));

/**
 * Says that a delivery is at this point, on the diagnostics channel of its name. Costs nothing while nobody watches; the
 * chaos suite ends the process there.
 */
export function mark(point: (typeof POINTS)[number]): void {
  CHANNELS.get(point)?.publish(point);
}
