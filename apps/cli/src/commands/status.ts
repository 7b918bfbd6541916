import type { Command } from 'commander';
import { apiOf, clientOptions, urlOf, type ClientOptions } from '../client/client-options';
import type { AdminApi, Page } from '../client/admin-api';
import { Refused } from '../client/failures';
import { answer, count, fields, paint } from '../output/print';
import { duration } from '../output/duration';
import { examples } from '../define';

interface Deployment {
  version: string;
  profile: string;
  queue: string;
  publicUrl: string;
}

interface Integrity {
  ok: boolean;
  planned: number;
  lost: number;
  oldestDueMs: number;
  checks: { name: string; ok: boolean; found: number }[];
}

interface Status {
  url: string;
  account: string;
  deployment: Deployment;
  clock: { now: string; mode: string } | null;
  deliveries: Record<string, number>;
  integrity: Integrity;
}

const DELIVERY_STATUSES = ['Pending', 'Sent', 'Failed', 'Skipped'];

/** `pitlane status`; exit 1 when the ledger does not add up. */
export function defineStatus(command: Command): void {
  clientOptions(examples(command, ['pitlane status', 'pitlane status --account tests --json'])).action(
    async (options: ClientOptions) => {
      const status = await readStatus(apiOf(options), urlOf(options));
      answer(options.json, status, () => statusText(status));
      if (!status.integrity.ok) process.exitCode = 1;
    },
  );
}

async function readStatus(api: AdminApi, url: string): Promise<Status> {
  const [{ slug }, deployment, clock, integrity, ...counts] = await Promise.all([
    api.get<{ slug: string }>('/account'),
    api.get<Deployment>('/deployment'),
    // There is no test clock in production.
    api.get<{ now: string; mode: string }>('/emulator/clock').catch((error: unknown) => {
      if (error instanceof Refused && error.status === 404) return null;
      throw error;
    }),
    api.get<Integrity>('/integrity'),
    ...DELIVERY_STATUSES.map((status) => api.get<Page<unknown>>(`/deliveries?status=${status}&page_size=1`)),
  ]);
  const deliveries = Object.fromEntries(
    DELIVERY_STATUSES.map((status, index) => [status, counts[index]?.totalCount ?? 0]),
  );
  return { url, account: slug, deployment, clock, deliveries, integrity };
}

export function statusText({ url, account, deployment, clock, deliveries, integrity }: Status): string {
  const { version, profile, queue, publicUrl } = deployment;
  return fields([
    ['Server', `Pitlane ${version} at ${url}${publicUrl === url ? '' : `, called ${publicUrl}`}`],
    ['Profile', profile],
    ['Queue', queue],
    ['Account', account],
    ['Clock', clock === null ? "the machine's" : `${clock.now}  ${clock.mode}`],
    ['Deliveries', DELIVERY_STATUSES.map((name) => `${String(deliveries[name] ?? 0)} ${name}`).join(', ')],
    ['Oldest due', integrity.oldestDueMs === 0 ? 'nothing waits' : `for ${duration(integrity.oldestDueMs)}`],
    ['Integrity', integrityText(integrity)],
  ]);
}

function integrityText({ ok, planned, lost, checks }: Integrity): string {
  const all = count(planned, 'delivery', 'deliveries');
  if (ok) return paint('green', `ok: all of ${all} of the last day accounted for, ${String(lost)} lost`);
  const broken = checks.filter((check) => !check.ok).map(({ name, found }) => `${name} (${String(found)})`);
  return paint('red', `broken: ${broken.join(', ')}. See GET /admin/v1/integrity`);
}
