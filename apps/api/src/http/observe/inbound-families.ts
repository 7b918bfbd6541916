import { single, Tally, type Family, type Sample } from '@app/runtime';
import type { Catalog, RecordClick } from '@app/tracking';
import { CALL_ANSWERED } from './signals';

/** What came in and how it was judged. Results are words of ours: codes of refusals, and what else the request log knows. */
export function inboundFamilies(clicks: RecordClick): { families: Family[]; stop: () => void } {
  const calls = new Tally(['kind', 'result']);
  const stop = CALL_ANSWERED.watch(({ answer: { kind, result } }) => {
    calls.add([kind, result]);
  });
  const families: Family[] = [
    single(
      { name: 'pitlane_clicks_total', help: 'Clicks that were recorded.', type: 'counter' },
      () => clicks.recorded,
    ),
    {
      name: 'pitlane_inbound_calls_total',
      help: 'Tracking calls by kind and result: refused clicks, views, conversion postbacks, rejections.',
      type: 'counter',
      labels: ['kind', 'result'],
      read: () => calls.samples(),
    },
  ];
  return { families, stop };
}

/** Configuration in memory. */
export function catalogFamilies(catalog: Catalog): Family[] {
  const samples = (read: (kind: { entries: number; misses: number }) => number): Sample[] =>
    Object.entries(catalog.figures()).map(([kind, figures]) => ({ labels: { kind }, value: read(figures) }));
  return [
    {
      name: 'pitlane_catalog_entries',
      help: 'Configuration in memory, by kind.',
      type: 'gauge',
      labels: ['kind'],
      read: () => samples(({ entries }) => entries),
    },
    {
      name: 'pitlane_catalog_misses_total',
      help: 'Reads of configuration that had to ask the database.',
      type: 'counter',
      labels: ['kind'],
      read: () => samples(({ misses }) => misses),
    },
  ];
}
