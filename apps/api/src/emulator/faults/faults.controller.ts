import { Body, Controller, Delete, Get, HttpCode, Put, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { LocalOnly } from '../../http/keys/local-only.guard';
import { SetFaults, type FaultsView } from './faults.dto';
import { FaultsService } from './faults.service';

/** Faults on callbacks and postbacks of the account. K§7. */
@Controller('admin/v1/emulator/faults')
@UseGuards(LocalOnly, AdminGuard)
export class FaultsController {
  constructor(private readonly faults: FaultsService) {}

  @Get()
  get(@CurrentAccount() account: CurrentAccountRef): Promise<FaultsView> {
    return this.faults.get(account);
  }

  /** Instead of whatever was asked for before; what that had put off goes out. */
  @Put()
  put(@CurrentAccount() account: CurrentAccountRef, @Body() asked: SetFaults): Promise<FaultsView> {
    return this.faults.put(account, asked);
  }

  /** Nothing more is done to deliveries; what was put off goes out. */
  @Delete()
  @HttpCode(204)
  delete(@CurrentAccount() account: CurrentAccountRef): Promise<void> {
    return this.faults.delete(account);
  }
}
