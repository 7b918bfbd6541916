import { gaugeBy, Tally, type Family, type Sample } from '@app/runtime';
import { groupFigures, type Database, type GroupFigures } from '@app/store';
import { STATUS_CHANGED } from './status-changed';

/** What every process of ours tells of its own: its connections, its groups, the changes of status that it wrote. */
export function processFamilies({ pool }: Database): Family[] {
  const connections = (): Record<string, number> => ({
    open: pool.totalCount,
    idle: pool.idleCount,
    'calls-waiting': pool.waitingCount,
  });
  return [
    gaugeBy(
      {
        name: 'pitlane_pg_pool',
        help: 'Connections of this process to PostgreSQL, open and idle, and calls that wait for one.',
        label: 'state',
      },
      connections,
    ),
    byGroup('pitlane_groups_total', 'Groups that were begun: one statement each.', ({ groups }) => groups),
    byGroup('pitlane_group_items_total', 'Items of those groups.', ({ items }) => items),
    gaugeBy(
      { name: 'pitlane_groups_in_flight', help: 'Groups under way; each kind has two slots.', label: 'group' },
      () => Object.fromEntries(Array.from(groupFigures(), ([group, { inFlight }]) => [group, inFlight])),
    ),
    statusChanges(),
  ];
}

function byGroup(name: string, help: string, read: (figures: GroupFigures) => number): Family {
  const samples = (): Sample[] =>
    Array.from(groupFigures(), ([group, figures]) => ({ labels: { group }, value: read(figures) }));
  return { name, help, type: 'counter', labels: ['group'], read: samples };
}

const FROM_NOTHING = 'none';

function statusChanges(): Family {
  const changes = new Tally(['from', 'to', 'by']);
  STATUS_CHANGED.watch(({ row, written: { change } }) => {
    if (change !== null) changes.add([change.from ?? FROM_NOTHING, row.status, change.by]);
  });
  return {
    name: 'pitlane_conversion_changes_total',
    help: 'Conversions recorded (from "none") and changes of status that this process wrote.',
    type: 'counter',
    labels: ['from', 'to', 'by'],
    read: () => changes.samples(),
  };
}
