import {
  countOfferConversions,
  findManagedOffer,
  findManagedOffers,
  switchOfferStatus,
  type ConversionCounts,
  type Database,
  type ManagedOfferFilters,
  type ManagedOfferListing,
  type ManagedOfferRow,
} from '@app/store';
import type { Catalog } from './catalog';

export { MANAGED_OFFER_ORDERS } from '@app/store';
export type { ConversionCounts, ManagedOfferFilters, ManagedOfferListing, ManagedOfferRow } from '@app/store';

/** Offers as the account's own systems read, pause and resume them. G§7.8. */
export class ManageOffers {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
  ) {}

  list(
    accountId: string,
    filters: ManagedOfferFilters,
    listing: ManagedOfferListing,
  ): Promise<{ totalCount: number; offers: ManagedOfferRow[] }> {
    return findManagedOffers(this.database, accountId, filters, listing);
  }

  /** `counts`: by event, of a SingleEvent offer by the offer. `null`: the account has no such offer. */
  async get(
    accountId: string,
    id: string,
  ): Promise<{ offer: ManagedOfferRow; counts: Map<string, ConversionCounts> } | null> {
    const offer = await findManagedOffer(this.database, accountId, id);
    return offer === null ? null : { offer, counts: await countOfferConversions(this.database, accountId, id) };
  }

  /** An Active offer becomes Pending (G10.10); any other stays as it is. False: the account has no such offer. */
  pause(accountId: string, id: string): Promise<boolean> {
    return this.switch({ accountId, id }, { from: 'Active', to: 'Pending' });
  }

  /** A Pending offer becomes Active; any other stays as it is. False: the account has no such offer. */
  resume(accountId: string, id: string): Promise<boolean> {
    return this.switch({ accountId, id }, { from: 'Pending', to: 'Active' });
  }

  private async switch(
    offer: Parameters<typeof switchOfferStatus>[1],
    change: Parameters<typeof switchOfferStatus>[2],
  ): Promise<boolean> {
    const isThere = await this.database.transaction((tx) => switchOfferStatus(tx, offer, change));
    this.catalog.forget(offer.accountId);
    return isThere;
  }
}
