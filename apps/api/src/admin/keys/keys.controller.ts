import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { CreateKey, KeyQuery, RotateKey, type CreatedKey, type KeyView } from './key.dto';
import { KeysService } from './keys.service';

/** Keys of the account. K§6, G§7.4. */
@Controller('admin/v1/account/keys')
@UseGuards(AdminGuard)
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Post()
  create(@CurrentAccount() account: CurrentAccountRef, @Body() body: CreateKey): Promise<CreatedKey> {
    return this.keys.create(account, body);
  }

  @Get()
  list(@CurrentAccount() account: CurrentAccountRef, @Query() query: KeyQuery): Promise<ListAnswer<KeyView>> {
    return this.keys.list(account, query);
  }

  /** Answers the key that takes its place, this once. */
  @Post(':id/rotate')
  rotate(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
    @Body() body: RotateKey,
  ): Promise<CreatedKey> {
    return this.keys.rotate(account, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<void> {
    return this.keys.remove(account, id);
  }
}
