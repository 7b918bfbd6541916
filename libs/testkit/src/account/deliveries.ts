import type { AdminHttp, Query } from '../client/admin-http';
import { PitlaneTimeout } from '../client/errors';
import type { Schemas } from '../client/types';
import { PATIENCE_MS } from './until';
import { tellDeliveries } from './story';
import { awaited } from './waits';

/** A delivery with its attempts, oldest first. */
export type Delivery = Schemas['DeliveryDetails'];

/** Which deliveries; each filter narrows. */
export interface DeliveryFilter {
  kind?: Schemas['DeliveryKind'];
  status?: Schemas['DeliveryStatus'];
  conversionId?: string;
  clickId?: string;
  offerId?: string;
  partnerId?: string;
  eventId?: string;
  /** Shows also what would have been sent but was not, with the reason. */
  includeSkipped?: boolean;
}

/** What goes out of one account: callbacks and postbacks. */
export class Deliveries {
  constructor(private readonly http: AdminHttp) {}

  get(id: string): Promise<Delivery> {
    return this.http.call('GET', `/deliveries/${id}`);
  }

  /** Oldest first, with their attempts; at most 100. */
  async list(filter: DeliveryFilter = {}): Promise<Delivery[]> {
    const query: Query = { ...filter, order_asc: true, page_size: 100 };
    const { items } = await this.http.call<Schemas['PageOfDeliveryView']>('GET', '/deliveries', { query });
    return Promise.all(items.map(({ id }) => this.get(id)));
  }

  /**
   * The first delivery that matches, as soon as there is one. `timeout` is real time, as `"5s"` or in milliseconds.
   * Throws a {@link PitlaneTimeout} that tells what became of the others.
   */
  async wait(filter: DeliveryFilter & { id?: string }, timeout: string | number = PATIENCE_MS): Promise<Delivery> {
    const found = await this.first({ ...filter, timeout });
    if (found !== null) return found;
    const { id, kind: _kind, status: _status, ...others } = filter;
    const all = id === undefined ? await this.list({ ...others, includeSkipped: true }) : [await this.get(id)];
    throw new PitlaneTimeout(
      `No delivery with ${JSON.stringify(filter)} within ${String(timeout)}. What there is:\n${tellDeliveries(all)}`,
    );
  }

  private async first(query: Query): Promise<Delivery | null> {
    try {
      const { items } = await awaited<Pick<Schemas['WaitAnswer'], 'items'>>(this.http, '/deliveries/wait', query);
      const [found] = items;
      return found === undefined ? null : await this.get(found.id);
    } catch (error) {
      if (error instanceof PitlaneTimeout) return null;
      throw error;
    }
  }

  /** Sends a Sent, Failed or Skipped one again, under the same id. */
  async resend({ id }: Pick<Delivery, 'id'>): Promise<void> {
    await this.http.call('POST', `/deliveries/${id}/resend`);
  }
}
