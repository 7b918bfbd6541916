import { query, type AdminApi, type Page } from '../client/admin-api';
import { Failed, Refused, UsageError } from '../client/failures';
import { meant } from '../client/nearest';
import { findClick, findOffer } from './known';
import { PublicCalls } from './public-calls';
import { conversionOf, type Conversion, type TraceStep } from './what-came';

export interface RejectionOptions {
  conversion?: string;
  click?: string;
  advertiserId?: string;
  offer?: string;
  event?: string;
  reason: string;
}

export interface MadeRejection {
  result: string;
  trace: TraceStep[];
  conversions: Conversion[];
}

interface LoggedRejection {
  result: string;
  trace: TraceStep[];
  parameters: Record<string, string>;
  conversionId: string | null;
}

/** How far back the own call is looked for, others may come in between. */
const MOST_LOOKED_AT = '50';

/** Calls the rejection endpoint, and looks up what it did: it tells its callers nothing. */
export async function reject(api: AdminApi, options: RejectionOptions): Promise<MadeRejection> {
  const transactionId = await transactionOf(api, options);
  const { rejectionPath } =
    options.offer === undefined
      ? await api.get<{ rejectionPath: string }>('/account')
      : await api.get<{ rejectionPath: string }>(`/offers/${(await findOffer(api, options.offer)).id}`);
  const outcome = await new PublicCalls(api).rejection(rejectionPath, {
    new_rejected_reason: options.reason,
    transaction_id: transactionId,
    event_id: options.event,
  });
  if (outcome.kind === 'refused') {
    throw new Failed(`The endpoint refused it: ${String(outcome.status)} ${outcome.message}`);
  }
  const { items } = await api.get<Page<LoggedRejection>>(`/request-logs?kind=rejection&page_size=${MOST_LOOKED_AT}`);
  const logged = items.find(({ parameters }) => parameters['transaction_id'] === transactionId);
  if (logged === undefined) throw new Failed('The endpoint took it, but the request log does not show it.');
  return { result: logged.result, trace: logged.trace, conversions: await touched(api, logged, options) };
}

/** A click stands for all of its conversions. */
async function touched(
  api: AdminApi,
  { conversionId }: LoggedRejection,
  { click }: RejectionOptions,
): Promise<Conversion[]> {
  if (conversionId === null) return [];
  const ids = click === undefined ? [conversionId] : await conversionsOf(api, click);
  return Promise.all(ids.map((id) => conversionOf(api, id)));
}

/** What names the conversion: one of three, and known. The advertiser's own id is known to the endpoint alone. */
async function transactionOf(api: AdminApi, { conversion, click, advertiserId }: RejectionOptions): Promise<string> {
  const named = [conversion, click, advertiserId].filter((id) => id !== undefined);
  const [id] = named;
  if (id === undefined || named.length > 1) {
    throw new UsageError('Say which conversion, in one way: --conversion, --click or --advertiser-id.');
  }
  if (conversion !== undefined) await mustKnow(api, conversion);
  if (click !== undefined) {
    await findClick(api, click);
    if ((await conversionsOf(api, click)).length === 0) throw new Failed(`The click ${click} has no conversion yet.`);
  }
  return id;
}

async function mustKnow(api: AdminApi, id: string): Promise<void> {
  try {
    await api.get(`/conversions/${encodeURIComponent(id)}`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { items } = await api.get<Page<{ id: string }>>('/conversions?page_size=5');
    throw new Failed(
      `There is no conversion ${id}.${meant(
        id,
        items.map((item) => item.id),
      )}`,
    );
  }
}

async function conversionsOf(api: AdminApi, clickId: string): Promise<string[]> {
  const { items } = await api.get<Page<{ id: string }>>(`/conversions${query({ clickId, page_size: '100' })}`);
  return items.map(({ id }) => id);
}
