import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { RootOnly } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { AccountQuery, CreateAccountBody, type AccountListItem, type CreatedAccount } from './account.dto';
import { AccountsService } from './accounts.service';

/** Accounts, for the root key alone. K§6. */
@Controller('admin/v1/accounts')
@UseGuards(AdminGuard)
@RootOnly()
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Post()
  create(@Body() body: CreateAccountBody): Promise<CreatedAccount> {
    return this.accounts.create(body);
  }

  @Get()
  list(@Query() query: AccountQuery): Promise<ListAnswer<AccountListItem>> {
    return this.accounts.list(query);
  }

  @Delete(':slug')
  @HttpCode(204)
  remove(@Param('slug') slug: string): Promise<void> {
    return this.accounts.remove(slug);
  }
}
