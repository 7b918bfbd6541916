import {
  findPartnerOffer,
  findPartnerOffers,
  type Database,
  type PartnerOfferDetailsRow,
  type PartnerOfferFilters,
  type PartnerOfferListing,
  type PartnerOfferRow,
  type PartnerRef,
} from '@app/store';

export { PARTNER_OFFER_ORDERS } from '@app/store';
export type { PartnerOfferDetailsRow, PartnerOfferListing, PartnerOfferRow, PartnerRef } from '@app/store';

/** What a partner sees of the offers that it runs. Reads only. G§7.8. */
export class ReadPartnerOffers {
  constructor(private readonly database: Database) {}

  list(
    partner: PartnerRef,
    filters: PartnerOfferFilters,
    listing: PartnerOfferListing,
  ): Promise<{ totalCount: number; offers: PartnerOfferRow[] }> {
    return findPartnerOffers(this.database, partner, filters, listing);
  }

  /** `null`: there is no such offer for this partner now. */
  get(partner: PartnerRef, offerId: string): Promise<PartnerOfferDetailsRow | null> {
    return findPartnerOffer(this.database, partner, offerId);
  }
}
