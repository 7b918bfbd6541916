import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { LocalOnly } from '../../http/keys/local-only.guard';
import { ResetAccount, type ResetAnswer } from './reset.dto';
import { ResetService } from './reset.service';

/** Empties the account. K§7. */
@Controller('admin/v1/emulator/reset')
@UseGuards(LocalOnly, AdminGuard)
export class ResetController {
  constructor(private readonly resets: ResetService) {}

  @Post()
  @HttpCode(200)
  reset(@CurrentAccount() account: CurrentAccountRef, @Body() { keep = [] }: ResetAccount): Promise<ResetAnswer> {
    return this.resets.reset(account, keep);
  }
}
