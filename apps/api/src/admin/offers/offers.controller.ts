import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { CreateOffer, OfferQuery, UpdateOffer } from './dto/offer.dto';
import type { OfferView } from './dto/offer.view';
import { OffersService } from './offers.service';

@Controller('admin/v1/offers')
@UseGuards(AdminGuard)
export class OffersController {
  constructor(private readonly offers: OffersService) {}

  @Post()
  create(@CurrentAccount() account: CurrentAccountRef, @Body() body: CreateOffer): Promise<OfferView> {
    return this.offers.create(account, body);
  }

  @Get()
  list(@CurrentAccount() account: CurrentAccountRef, @Query() query: OfferQuery): Promise<ListAnswer<OfferView>> {
    return this.offers.list(account, query);
  }

  @Get(':id')
  get(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<OfferView> {
    return this.offers.get(account, id);
  }

  @Patch(':id')
  update(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
    @Body() body: UpdateOffer,
  ): Promise<OfferView> {
    return this.offers.update(account, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<void> {
    return this.offers.remove(account, id);
  }

  @Post(':id/pause')
  @HttpCode(204)
  pause(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<void> {
    return this.offers.setStatus(account, id, 'Pending');
  }

  @Post(':id/resume')
  @HttpCode(204)
  resume(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<void> {
    return this.offers.setStatus(account, id, 'Active');
  }
}
