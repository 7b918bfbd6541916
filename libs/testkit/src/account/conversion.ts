import type { AdminHttp } from '../client/admin-http';
import type { Schemas } from '../client/types';
import { Deliveries, type Delivery, type DeliveryFilter } from './deliveries';

/** What a conversion postback answers. */
export interface ConversionAnswer {
  conversionId: string;
  status: Schemas['ConversionStatus'];
  rejectionReason: string | null;
}

/** A conversion that was recorded. */
export class Conversion {
  readonly kit = 'conversion';
  readonly id: string;
  /** As the postback was answered; `read` says what it is now. */
  readonly status: Schemas['ConversionStatus'];
  readonly rejectionReason: string | null;
  private readonly outgoing: Deliveries;

  constructor(
    private readonly http: AdminHttp,
    answer: ConversionAnswer,
    readonly clickId: string,
  ) {
    this.id = answer.conversionId;
    this.status = answer.status;
    this.rejectionReason = answer.rejectionReason;
    this.outgoing = new Deliveries(http);
  }

  /** All of it as it is now, with its history. */
  read(): Promise<Schemas['ConversionView']> {
    return this.http.call('GET', `/conversions/${this.id}`);
  }

  /** What went out because of it, oldest first, with attempts. */
  deliveries(filter: DeliveryFilter = {}): Promise<Delivery[]> {
    return this.outgoing.list({ ...filter, conversionId: this.id });
  }

  /** The first of its deliveries that matches, as soon as there is one. */
  delivery(filter: DeliveryFilter = {}, timeout?: string | number): Promise<Delivery> {
    return this.outgoing.wait({ ...filter, conversionId: this.id }, timeout);
  }

  /** Sets the status by hand, as an administrator does. */
  setStatus(status: Schemas['ConversionStatus'], rejectionReason?: string): Promise<Schemas['ConversionView']> {
    return this.http.call('PATCH', `/conversions/${this.id}`, {
      body: { status, ...(rejectionReason === undefined ? {} : { rejectionReason }) },
    });
  }
}
