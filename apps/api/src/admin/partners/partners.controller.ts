import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { PartnerLinksService } from './partner-links.service';
import {
  CreatePartner,
  CreatePartnerLink,
  PartnerLinkQuery,
  PartnerQuery,
  UpdatePartner,
  type PartnerLinkView,
  type PartnerView,
} from './partner.dto';
import { PartnersService } from './partners.service';

@Controller('admin/v1/partners')
@UseGuards(AdminGuard)
export class PartnersController {
  constructor(
    private readonly partners: PartnersService,
    private readonly links: PartnerLinksService,
  ) {}

  @Post()
  create(@CurrentAccount() account: CurrentAccountRef, @Body() body: CreatePartner): Promise<PartnerView> {
    return this.partners.create(account, body);
  }

  @Get()
  list(@CurrentAccount() account: CurrentAccountRef, @Query() query: PartnerQuery): Promise<ListAnswer<PartnerView>> {
    return this.partners.list(account, query);
  }

  @Get(':id')
  get(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<PartnerView> {
    return this.partners.get(account, id);
  }

  @Patch(':id')
  update(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
    @Body() body: UpdatePartner,
  ): Promise<PartnerView> {
    return this.partners.update(account, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<void> {
    return this.partners.remove(account, id);
  }

  @Post(':id/links')
  createLink(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
    @Body() { offerId }: CreatePartnerLink,
  ): Promise<PartnerLinkView> {
    return this.links.create(account, id, offerId);
  }

  @Get(':id/links')
  listLinks(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
    @Query() query: PartnerLinkQuery,
  ): Promise<ListAnswer<PartnerLinkView>> {
    return this.links.list(account, id, query);
  }
}
