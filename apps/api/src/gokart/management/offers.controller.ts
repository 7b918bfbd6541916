import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { normaliseUuid } from '@app/domain';
import { Config } from '@app/runtime';
import {
  MANAGED_OFFER_ORDERS,
  ManageOffers,
  WriteOffers,
  type ManagedOfferListing,
  type OfferWrite,
} from '@app/tracking';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, NeedsScope, type CurrentAccountRef } from '../../http/keys/current-account';
import { toPage } from '../../http/lists/page';
import { Problem } from '../../http/problem';
import { success, type ResponseResult } from '../envelope';
import { BareFilters } from './bare-filters.interceptor';
import { toGivenOffer, toWireProblem } from './given-offer';
import { toManagedDetails, toManagedOffer, type ManagedOfferDetails, type ManagedOffers } from './managed-offer';
import { RefuseMisspeltCaps } from './misspelt-caps';
import { CreateManagedOffer, ReplaceManagedOffer } from './offer-body.dto';
import { ManagedOfferQuery } from './offer-query.dto';
import { OwnProduct } from './own-product.guard';
import { toDevices } from './words';

/** Offers for the account's own systems, with a management key. G§7.8. */
@Controller('api/v1/sdk-offer-management')
@UseGuards(AdminGuard, OwnProduct)
@NeedsScope('management')
@UseInterceptors(BareFilters)
export class ManagedOffersController {
  constructor(
    private readonly offers: ManageOffers,
    private readonly writes: WriteOffers,
    private readonly config: Config,
  ) {}

  @Get(':product/offers')
  async list(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() query: ManagedOfferQuery,
  ): Promise<ResponseResult<ManagedOffers>> {
    const listing = toListing(query);
    const filters = {
      search: query.search ?? null,
      statuses: query.status ?? null,
      offerType: query.offer_type ?? null,
      devices: toDevices(query.device),
      sources: query.offer_source ?? query.source ?? null,
      trackingSystems: query.tracking_system ?? null,
    };
    const { offers, totalCount } = await this.offers.list(account.id, filters, listing);
    const items = offers.map((offer) => toManagedOffer(offer, this.config.publicUrl));
    return success({ offers: toPage(items, totalCount, query) });
  }

  @Get(':product/offers/:id')
  async get(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
  ): Promise<ResponseResult<ManagedOfferDetails>> {
    return this.details(account, offerIdOf(id));
  }

  /** Answers the offer as it is shown from now on. */
  @Post(':product/offers')
  @UseInterceptors(RefuseMisspeltCaps)
  async create(
    @CurrentAccount() account: CurrentAccountRef,
    @Body() body: CreateManagedOffer,
  ): Promise<ResponseResult<ManagedOfferDetails>> {
    const { offerEvents = [], ...fields } = body;
    return this.written(account, await this.writes.create(account.id, toGivenOffer(fields, offerEvents)));
  }

  /** The whole offer: what is left out goes back to its default, but for status and source. */
  @Put(':product/offers/:id')
  @UseInterceptors(RefuseMisspeltCaps)
  async replace(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
    @Body() body: ReplaceManagedOffer,
  ): Promise<ResponseResult<ManagedOfferDetails>> {
    const offerId = offerIdOf(id);
    const { id: named, offerEvents = [], ...fields } = body;
    if (named !== offerId) throw Problem.field('id', 'The id is not that of the path.');
    return this.written(account, await this.writes.replace(account.id, offerId, toGivenOffer(fields, offerEvents)));
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

  private written(account: CurrentAccountRef, write: OfferWrite): Promise<ResponseResult<ManagedOfferDetails>> {
    switch (write.kind) {
      case 'written':
        return this.details(account, write.offer.id);
      case 'refused':
        throw new Problem(400, 'The offer can not be so.', write.problems.map(toWireProblem));
      case 'unknown':
        throw Problem.notFound('offer');
    }
  }

  private async details(account: CurrentAccountRef, id: string): Promise<ResponseResult<ManagedOfferDetails>> {
    const found = await this.offers.get(account.id, id);
    if (found === null) throw Problem.notFound('offer');
    return success(toManagedDetails(found, this.config.publicUrl));
  }
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
