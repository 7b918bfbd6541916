import { Database } from '@app/store';
import { Given, readMetrics, testDatabase, type ReadMetrics } from '@app/testing';
import { ROOT_KEY, testApi } from '../../specs/test-api';
import { EDGES } from './edges';
import { MetricsController } from './metrics.controller';

const TOKEN = 'a-token-for-metrics';

const db = testDatabase(Database);
const given = new Given(db);
const api = testApi(db);
const guarded = testApi(db, { PITLANE_PROFILE: 'production', METRICS_TOKEN: TOKEN });
const unset = testApi(db, { PITLANE_PROFILE: 'production' });

const page = (): Promise<ReadMetrics> => readMetrics(api.url());
const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${api.url()}${path}`, { redirect: 'manual', ...init });

describe(MetricsController.name, () => {
  it('should count calls by edge, method and class of status, and time them', async () => {
    const offer = await given.offer();
    const before = await page();
    await get(`/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=ann`);
    await get('/api/v1/offer-wall/offer-link-redirect');
    await get('/admin/v1/offers');
    await get('/nobody-lives-here', { method: 'DELETE' });
    const after = await page();
    const more = (name: string, labels: Record<string, string>): number =>
      after.sum(name, labels) - before.sum(name, labels);
    const requests = 'pitlane_http_requests_total';
    expect(more(requests, { edge: 'gokart_click', method: 'GET', status: '3xx' })).toBe(1);
    expect(more(requests, { edge: 'gokart_click', method: 'GET', status: '4xx' })).toBe(1);
    expect(more(requests, { edge: 'admin', method: 'GET', status: '4xx' })).toBe(1);
    expect(more(requests, { edge: 'other', method: 'DELETE', status: '4xx' })).toBe(1);
    expect(more('pitlane_http_request_duration_seconds_count', { edge: 'gokart_click' })).toBe(2);
    expect(more('pitlane_http_request_duration_seconds_bucket', { edge: 'gokart_click', le: '+Inf' })).toBe(2);
    expect(more('pitlane_http_request_duration_seconds_sum', { edge: 'gokart_click' })).toBeGreaterThan(0);
    expect(more('pitlane_clicks_total', {})).toBe(1);
    expect(more('pitlane_inbound_calls_total', { kind: 'click', result: 'parameter_missing' })).toBe(1);
    expect(more('pitlane_group_items_total', { group: 'clicks' })).toBe(1);
  });

  it('should count decisions on conversions, and changes of status', async () => {
    const account = await given.account();
    const click = await given.click({ offer: await given.offer({ account }) });
    const before = await page();
    const postback = `/api/v1/${account.pathSecrets}?signature=${account.signature}`;
    await get(`${postback}&gk_click_id=${click.id}`);
    await get(`${postback}&gk_click_id=nonsense`);
    await get('/api/v1/not/an/account');
    const after = await page();
    const more = (name: string, labels: Record<string, string>): number =>
      after.sum(name, labels) - before.sum(name, labels);
    expect(more('pitlane_inbound_calls_total', { kind: 'conversion' })).toBe(3);
    expect(more('pitlane_inbound_calls_total', { kind: 'conversion', result: 'recorded' })).toBe(1);
    expect(more('pitlane_conversion_changes_total', { from: 'none', to: 'Success', by: 'postback' })).toBe(1);
  });

  it('should count no name that a client chose', async () => {
    await get('/x-chosen-by-a-client/y', { method: 'PROPFIND' });
    await get('/r/chosen-by-a-client?transaction_id=chosen-by-a-client');
    const { samples } = await page();
    expect(samples.filter(({ labels }) => JSON.stringify(labels).includes('chosen'))).toEqual([]);
    const edges = samples
      .filter(({ name }) => name.startsWith('pitlane_http'))
      .map(({ labels }) => labels['edge'] ?? '');
    expect([...new Set(edges)].filter((edge) => !(EDGES as readonly string[]).includes(edge))).toEqual([]);
    expect(samples.some(({ labels }) => labels['method'] === 'other')).toBe(true);
  });

  it('should tell what waits in the ledger', async () => {
    const account = await given.account({ frozenAt: new Date('2026-11-21T12:00:00Z') });
    const conversion = await given.conversion({ offer: await given.offer({ account }) });
    const dueAt = new Date('2026-11-21T11:59:00Z');
    await given.delivery({ conversion, target: 'http://127.0.0.1:9/x', dueAt });
    // Of a server that nobody has asked yet: figures are kept for some seconds.
    const figures = await readMetrics(guarded.url(), { authorization: `Bearer ${TOKEN}` });
    expect(figures.sum('pitlane_ledger_deliveries', { state: 'due' })).toBe(1);
    expect(figures.sum('pitlane_ledger_oldest_due_seconds')).toBe(60);
    expect(figures.sum('pitlane_ledger_receivers', { state: 'pending' })).toBe(1);
  });

  it('should tell how the process is', async () => {
    const { types, samples } = await page();
    for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds', 'pitlane_pg_pool']) {
      expect([name, types.get(name), samples.some((sample) => sample.name === name)]).toEqual([name, 'gauge', true]);
    }
  });

  it.each<[string, () => string, string | undefined, number]>([
    ['nobody in local', api.url, undefined, 200],
    ['nobody in production', unset.url, undefined, 401],
    ['the root key', unset.url, `ApiToken ${ROOT_KEY}`, 200],
    ['the root key as a bearer', unset.url, `Bearer ${ROOT_KEY}`, 200],
    ['another key', unset.url, 'Bearer a-token-of-somebody', 401],
    ['nobody where a token is set', guarded.url, undefined, 401],
    ['the token', guarded.url, `Bearer ${TOKEN}`, 200],
    ['the token with another scheme', guarded.url, `Basic ${TOKEN}`, 401],
    ['no token where none is set', unset.url, 'Bearer ', 401],
  ])('should ask for a key in production: %s', async (_, url, authorization, expected) => {
    const response = await fetch(`${url()}/metrics`, { headers: authorization === undefined ? {} : { authorization } });
    expect(response.status).toBe(expected);
    if (expected === 401) expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('should open nothing else by the token', async () => {
    const response = await fetch(`${guarded.url()}/admin/v1/offers`, {
      headers: { authorization: `ApiToken ${TOKEN}` },
    });
    expect(response.status).toBe(401);
  });
});
