import { Durations, gaugeBy, single, Tally, type Family } from '@app/runtime';
import { ATTEMPTED } from './attempted';

/** What a worker can be asked at any time. */
export interface WorkerState {
  inFlight(): number;
  /** Jobs by their state on the queue. */
  jobs(): Promise<Readonly<Record<string, number>>>;
}

/** Attempts by kind and outcome, how long they took, what is under way. */
export function workerFamilies(state: WorkerState): { families: Family[]; stop: () => void } {
  const attempts = new Tally(['kind', 'outcome']);
  const durations = { callback: new Durations(), postback: new Durations() };
  let rescued = 0;
  const stop = ATTEMPTED.watch(({ delivery: { kind, lostAttempt }, result, verdict }) => {
    attempts.add([kind, verdict.kind]);
    durations[kind].add(result.durationMs);
    if (lostAttempt) rescued += 1;
  });
  const families: Family[] = [
    {
      name: 'pitlane_delivery_attempts_total',
      help: 'Attempts by kind and outcome: sent, retry (there will be another one) or failed (there will not).',
      type: 'counter',
      labels: ['kind', 'outcome'],
      read: () => attempts.samples(),
    },
    {
      name: 'pitlane_delivery_attempt_duration_seconds',
      help: 'Duration of an attempt, from the lookup of the name to the end of the answer.',
      type: 'histogram',
      labels: ['kind'],
      read: () => Object.entries(durations).flatMap(([kind, of]) => of.samples({ kind })),
    },
    single(
      {
        name: 'pitlane_delivery_rescues_total',
        help: 'Attempts whose worker had vanished, closed as lost and made again: each is flagged as a possible duplicate.',
        type: 'counter',
      },
      () => rescued,
    ),
    single(
      { name: 'pitlane_delivery_attempts_in_flight', help: 'Attempts under way in this process.', type: 'gauge' },
      () => state.inFlight(),
    ),
    gaugeBy({ name: 'pitlane_queue_jobs', help: 'Batches on the queue.', label: 'state' }, () => state.jobs()),
  ];
  return { families, stop };
}
