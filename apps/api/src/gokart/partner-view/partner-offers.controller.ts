import { Controller, Get, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { normaliseUuid } from '@app/domain';
import { Config } from '@app/runtime';
import { PARTNER_OFFER_ORDERS, ReadPartnerOffers, type PartnerOfferListing } from '@app/tracking';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentPartner, NeedsScope, type CurrentPartnerRef } from '../../http/keys/current-account';
import { toPage, type Page } from '../../http/lists/page';
import { Problem } from '../../http/problem';
import { success, type ResponseResult } from '../envelope';
import { BareFilters } from '../management/bare-filters.interceptor';
import { toPartnerOffer, toPartnerOfferDetails, type PartnerOffer, type PartnerOfferDetails } from './partner-offer';
import { PartnerOfferQuery } from './partner-query.dto';

/** The Active offers that a partner has a link to, by that partner's own key. G§7.8. */
@Controller('api/v1/sdk-offer-management/partner')
@UseGuards(AdminGuard)
@NeedsScope('partner')
@UseInterceptors(BareFilters)
export class PartnerOffersController {
  constructor(
    private readonly offers: ReadPartnerOffers,
    private readonly config: Config,
  ) {}

  @Get()
  async list(
    @CurrentPartner() partner: CurrentPartnerRef,
    @Query() query: PartnerOfferQuery,
  ): Promise<ResponseResult<Page<PartnerOffer>>> {
    const filters = { search: query.search ?? null, offerType: query.offer_type ?? null };
    const { offers, totalCount } = await this.offers.list(partner, filters, toListing(query));
    return success(toPage(offers.map(toPartnerOffer), totalCount, query));
  }

  @Get(':id')
  async get(
    @CurrentPartner() partner: CurrentPartnerRef,
    @Param('id') id: string,
  ): Promise<ResponseResult<PartnerOfferDetails>> {
    const offerId = normaliseUuid(id);
    const offer = offerId === null ? null : await this.offers.get(partner, offerId);
    if (offer === null) throw Problem.notFound('offer');
    return success(toPartnerOfferDetails(offer, this.config.publicUrl));
  }
}

function toListing({ orderby = 'CreatedAt', order_asc, page, page_size }: PartnerOfferQuery): PartnerOfferListing {
  const orderBy = PARTNER_OFFER_ORDERS.find((each) => each.toLowerCase() === orderby.toLowerCase());
  if (orderBy === undefined) {
    throw Problem.field('orderby', `This list can be sorted by ${PARTNER_OFFER_ORDERS.join(', ')}.`);
  }
  return { orderBy, ascending: order_asc ?? false, limit: page_size, offset: page * page_size };
}
