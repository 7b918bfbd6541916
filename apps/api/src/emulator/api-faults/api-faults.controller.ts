import { Body, Controller, Delete, Get, HttpCode, Put, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { LocalOnly } from '../../http/keys/local-only.guard';
import { SetApiFaults, type ApiFaultsView } from './api-fault.dto';
import { ApiFaultsService } from './api-faults.service';

/** Faults of the public and management API, for calls that are this account's. K§7. */
@Controller('admin/v1/emulator/api-faults')
@UseGuards(LocalOnly, AdminGuard)
export class ApiFaultsController {
  constructor(private readonly faults: ApiFaultsService) {}

  @Get()
  get(@CurrentAccount() account: CurrentAccountRef): Promise<ApiFaultsView> {
    return this.faults.get(account);
  }

  /** Instead of the rules that there were; they are counted anew. */
  @Put()
  put(@CurrentAccount() account: CurrentAccountRef, @Body() { rules }: SetApiFaults): Promise<ApiFaultsView> {
    return this.faults.put(account, rules);
  }

  @Delete()
  @HttpCode(204)
  async delete(@CurrentAccount() account: CurrentAccountRef): Promise<void> {
    await this.faults.put(account, []);
  }
}
