import { readMetrics, testReceivers, until, type ReadMetrics } from '@app/testing';
import { load } from 'js-yaml';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from '../support/http';
import { testPitlane } from '../support/pitlane';

const DOCS = join(__dirname, '../../../docs');
const readDocument = (path: string): string => readFileSync(join(DOCS, path), 'utf8');

const pitlane = testPitlane();
const receivers = testReceivers();

/** Metrics of an all-in-one server that has done a bit of everything. */
async function busyPage(): Promise<ReadMetrics> {
  const receiver = await receivers.start({ status: 200 });
  const account = await pitlane().account();
  await account.callback({ url: receiver.url });
  const { conversionId } = await account.convertNew(await account.offer());
  await account.awaited(`conversionId=${conversionId}&status=Sent`);
  await request(`${account.url}/api/v1/offer-wall/offer-link-redirect`);
  return until(async () => {
    const page = await readMetrics(pitlane().url);
    return page.sum('pitlane_delivery_attempts_total') > 0 && page.sum('pitlane_group_items_total') > 0 ? page : null;
  });
}

/** A family by the name of one of its values. */
const familyOf = (name: string, { types }: ReadMetrics): string =>
  types.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, '');

/** Names of the labels of a family, besides that of a bucket. */
const labelsOf = (family: string, page: ReadMetrics): string[] => {
  const own = page.samples.filter(({ name }) => familyOf(name, page) === family);
  return [...new Set(own.flatMap(({ labels }) => Object.keys(labels)))].filter((label) => label !== 'le').sort();
};

/** Added by Prometheus to whatever it scrapes. */
const SCRAPED = ['instance', 'job'];
const WORD = /\b(?:pitlane|process|nodejs)_\w+/g;

/** What an expression of PromQL asks for that no page tells. */
function unknownIn(expression: string, page: ReadMetrics): string[] {
  const names = expression.match(WORD) ?? [];
  const missing = names.filter((name) => !page.types.has(familyOf(name, page)));
  const families = names.map((name) => familyOf(name, page));
  const labels = new Set([...families.flatMap((family) => labelsOf(family, page)), ...SCRAPED, 'le']);
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
  const selected = [...expression.matchAll(/\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/(\w+)(?:=~|=|!=)"/g)].map(([, label = '']) => label),
  );
  return [...missing, ...[...grouped, ...selected].filter((label) => !labels.has(label))];
}

interface Dashboard {
  templating: { list: { name: string; type: string; query: unknown }[] };
  panels: {
    id: number;
    type: string;
    title: string;
    datasource?: unknown;
    targets?: { expr: string; legendFormat: string }[];
  }[];
}

interface Rules {
  groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
}

describe('metrics', () => {
  let page: ReadMetrics;

  beforeAll(async () => {
    page = await busyPage();
  });

  it('should count attempts, and jobs, of the worker in the same process', () => {
    expect(page.sum('pitlane_delivery_attempts_total', { kind: 'callback', outcome: 'sent' })).toBeGreaterThan(0);
    expect(page.sum('pitlane_delivery_attempt_duration_seconds_count', { kind: 'callback' })).toBeGreaterThan(0);
    expect(page.sum('pitlane_conversion_changes_total', { from: 'none' })).toBeGreaterThan(0);
    expect(
      page.samples
        .filter(({ name }) => name === 'pitlane_queue_jobs')
        .map(({ labels }) => labels['state'])
        .sort(),
    ).toEqual(['active', 'delayed', 'waiting']);
  });

  it('should be told in docs/observability.md as they are, each and no other', () => {
    const rows = [...readDocument('observability.md').matchAll(/^\| `(pitlane_\w+)` +\| (\w+) +\| ([^|]*)\|/gm)].map(
      ([, name = '', type = '', labels = '']) => ({ name, type, labels: (labels.match(/\w+/g) ?? []).sort() }),
    );
    const told = [...page.types].filter(([name]) => name.startsWith('pitlane_'));
    const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
    expect(rows.sort(byName)).toEqual(
      told.map(([name, type]) => ({ name, type, labels: labelsOf(name, page) })).sort(byName),
    );
    const usual = readDocument('observability.md').match(/`(?:process|nodejs)_\w+`/g) ?? [];
    expect(usual.length).toBeGreaterThan(3);
    expect(usual.map((name) => name.slice(1, -1)).filter((name) => !page.types.has(name))).toEqual([]);
  });

  it('should be all that the dashboard asks for', () => {
    const { templating, panels } = JSON.parse(readDocument('grafana/pitlane.json')) as Dashboard;
    expect(templating.list.find(({ name }) => name === 'datasource')).toMatchObject({
      type: 'datasource',
      query: 'prometheus',
    });
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const shown = panels.filter(({ type }) => type !== 'row');
    expect(
      shown.filter(({ datasource }) => JSON.stringify(datasource) !== '{"type":"prometheus","uid":"${datasource}"}'),
    ).toEqual([]);
    const targets = shown.flatMap(({ title, targets: own = [] }) => own.map((target) => ({ title, ...target })));
    expect(targets.length).toBeGreaterThan(25);
    const unknown = targets.flatMap(({ title, expr, legendFormat }) => {
      const legend = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => `by (${label ?? ''})`);
      return unknownIn(`${expr} ${legend.join(' ')}`, page).map((what) => `${title}: ${what}`);
    });
    expect(unknown).toEqual([]);
    const asked = new Set(targets.flatMap(({ expr }) => expr.match(WORD) ?? []).map((name) => familyOf(name, page)));
    expect([...page.types.keys()].filter((name) => name.startsWith('pitlane_') && !asked.has(name))).toEqual([]);
  });

  it('should be all that the alerts ask for', () => {
    const { groups } = load(readDocument('grafana/alerts.yml')) as Rules;
    const rules = groups.flatMap(({ rules: own }) => own);
    expect(rules.length).toBeGreaterThan(7);
    expect(rules.flatMap(({ alert, expr }) => unknownIn(expr, page).map((what) => `${alert}: ${what}`))).toEqual([]);
    expect(rules.filter(({ annotations }) => annotations.summary === '')).toEqual([]);
  });

  it('should know what an expression asks for in vain', () => {
    expect(unknownIn('sum by (edge) (rate(pitlane_clicks_total[5m]))', page)).toEqual(['edge']);
    expect(unknownIn('pitlane_nothing{kind="x"}', page)).toEqual(['pitlane_nothing', 'kind']);
    expect(
      unknownIn('sum by (edge, le) (rate(pitlane_http_request_duration_seconds_bucket{edge="x"}[5m]))', page),
    ).toEqual([]);
  });
});
