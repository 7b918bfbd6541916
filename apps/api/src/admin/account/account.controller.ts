import { Body, Controller, Get, Patch, Put, UseGuards } from '@nestjs/common';
import type { SystemPostback } from '@app/domain';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { UpdateAccount, type AccountView } from './account.dto';
import { AccountService } from './account.service';
import { ReplaceCallback, type CallbackView } from './callback.dto';
import { CallbackService } from './callback.service';

/** The account itself, and its callback. K§6. */
@Controller('admin/v1/account')
@UseGuards(AdminGuard)
export class AccountController {
  constructor(
    private readonly accounts: AccountService,
    private readonly callbacks: CallbackService,
  ) {}

  @Get()
  get(@CurrentAccount() account: CurrentAccountRef): Promise<AccountView> {
    return this.accounts.get(account);
  }

  @Patch()
  update(@CurrentAccount() account: CurrentAccountRef, @Body() body: UpdateAccount): Promise<AccountView> {
    return this.accounts.update(account, body);
  }

  @Get('postback-urls')
  postbackUrls(@CurrentAccount() account: CurrentAccountRef): Promise<SystemPostback[]> {
    return this.accounts.postbackUrls(account);
  }

  @Get('callback')
  getCallback(@CurrentAccount() account: CurrentAccountRef): Promise<CallbackView> {
    return this.callbacks.get(account);
  }

  @Put('callback')
  replaceCallback(@CurrentAccount() account: CurrentAccountRef, @Body() body: ReplaceCallback): Promise<CallbackView> {
    return this.callbacks.replace(account, body);
  }
}
