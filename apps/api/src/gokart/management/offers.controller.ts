import { Controller, Get, HttpCode, Param, Patch, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { normaliseUuid } from '@app/domain';
import { Config } from '@app/runtime';
import { MANAGED_OFFER_ORDERS, ManageOffers, type ManagedOfferListing } from '@app/tracking';
import { AdminGuard } from '../../http/admin.guard';
import { CurrentAccount, NeedsScope, type CurrentAccountRef } from '../../http/current-account';
import { toPage } from '../../http/page';
import { Problem } from '../../http/problem';
import { success, type ResponseResult } from '../envelope';
import { BareFilters } from './bare-filters.interceptor';
import { toManagedOffer, type ManagedOffer, type ManagedOffers } from './managed-offer';
import { ManagedOfferQuery } from './offer-query.dto';
import { hasOurs, toDevices } from './words';

/** What the accounts of this deployment are: every other product is 403. G§7.4. */
const PRODUCT = 'publisher';

/** Offers for the account's own systems, with a management key. G§7.8. */
@Controller('api/v1/sdk-offer-management')
@UseGuards(AdminGuard)
@NeedsScope('management')
@UseInterceptors(BareFilters)
export class ManagedOffersController {
  constructor(
    private readonly offers: ManageOffers,
    private readonly config: Config,
  ) {}

  @Get(':product/offers')
  async list(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('product') product: string,
    @Query() query: ManagedOfferQuery,
  ): Promise<ResponseResult<ManagedOffers>> {
    refuseOther(product);
    const listing = toListing(query);
    if (!hasOurs(query)) return success({ offers: toPage([], 0, query) });
    const filters = {
      search: query.search ?? null,
      statuses: query.status ?? null,
      offerType: query.offer_type ?? null,
      devices: toDevices(query.device),
    };
    const { offers, totalCount } = await this.offers.list(account.id, filters, listing);
    const items = offers.map((offer) => toManagedOffer(offer, this.config.publicUrl));
    return success({ offers: toPage(items, totalCount, query) });
  }

  @Get(':product/offers/:id')
  async get(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('product') product: string,
    @Param('id') id: string,
  ): Promise<ResponseResult<ManagedOffer>> {
    refuseOther(product);
    const offer = await this.offers.get(account.id, offerIdOf(id));
    if (offer === null) throw Problem.notFound('offer');
    return success(toManagedOffer(offer, this.config.publicUrl));
  }

  /** At once, and as often as one likes. */
  @Patch('offers/:id/pause')
  @HttpCode(204)
  async pause(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<void> {
    if (!(await this.offers.pause(account.id, offerIdOf(id)))) throw Problem.notFound('offer');
  }

  /** At once, and as often as one likes. */
  @Patch('offers/:id/resume')
  @HttpCode(204)
  async resume(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<void> {
    if (!(await this.offers.resume(account.id, offerIdOf(id)))) throw Problem.notFound('offer');
  }
}

function refuseOther(product: string): void {
  if (product !== PRODUCT) throw new Problem(403, `This account is a ${PRODUCT}: name it in the path.`);
}

function offerIdOf(text: string): string {
  const id = normaliseUuid(text);
  if (id === null) throw Problem.notFound('offer');
  return id;
}

function toListing({ orderby = 'CreatedAt', order_asc, page, page_size }: ManagedOfferQuery): ManagedOfferListing {
  const orderBy = MANAGED_OFFER_ORDERS.find((each) => each.toLowerCase() === orderby.toLowerCase());
  if (orderBy === undefined) {
    throw Problem.field('orderby', `This list can be sorted by ${MANAGED_OFFER_ORDERS.join(', ')}.`);
  }
  return { orderBy, ascending: order_asc ?? false, limit: page_size, offset: page * page_size };
}
