import { query, type AdminApi, type Page } from '../client/admin-api';
import { paint, status } from '../output/print';

export interface TraceStep {
  row: number | null;
  rule: string;
  result: string;
  hint?: string;
}

interface LoggedCall {
  result: string;
  trace: TraceStep[];
}

export interface MadeDelivery {
  id: string;
  kind: string;
  status: string;
  conversionStatus: string;
  url: string | null;
  reason: string | null;
}

export interface Conversion {
  id: string;
  status: string;
  rejectionReason: string | null;
  deliveries: MadeDelivery[];
}

/** How the last call about a click, of a kind, was judged; `null` when it was not logged with that click. */
export async function judgement(
  api: AdminApi,
  kind: string,
  filter: Record<string, string>,
): Promise<LoggedCall | null> {
  const { items } = await api.get<Page<LoggedCall>>(`/request-logs${query({ kind, ...filter, page_size: '1' })}`);
  return items[0] ?? null;
}

/** The conversion with every delivery that it led to, those that were not sent among them. */
export function conversionOf(api: AdminApi, id: string): Promise<Conversion> {
  return api.get<Conversion>(`/conversions/${encodeURIComponent(id)}?includeSkipped=true`);
}

/** A rule a line, in the order in which they were asked. */
export function traceText(trace: readonly TraceStep[]): string {
  return trace
    .map(({ row, rule, result, hint }) => {
      const mark = result === 'passed' ? paint('green', '✓') : result === 'failed' ? paint('red', '✗') : '·';
      const line = `  ${mark} ${row === null ? '' : `${String(row)}. `}${rule}${result === 'passed' ? '' : `: ${result}`}`;
      return hint === undefined ? line : `${line}\n      ${hint}`;
    })
    .join('\n');
}

export function deliveriesText(deliveries: readonly MadeDelivery[]): string {
  if (deliveries.length === 0) return '  no deliveries';
  return deliveries
    .map(({ id, kind, status: is, url, reason, conversionStatus }) => {
      const why = reason === null ? '' : `  ${paint('dim', reason)}`;
      return `  ${kind} (${conversionStatus}) ${id} ${status(is)} → ${url ?? 'nowhere'}${why}`;
    })
    .join('\n');
}
