import { Controller, Delete, Get, HttpCode, Param, Post, Put, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { LocalOnly } from '../../http/keys/local-only.guard';
import { ListQuery } from '../../http/lists/csv';
import type { ListAnswer } from '../../http/lists/ledger-list';
import type { SnapshotView } from './snapshot.dto';
import { SnapshotsService } from './snapshots.service';

/** Keeps an account as it is, and brings it back. K§7. */
@Controller('admin/v1/emulator/snapshots')
@UseGuards(LocalOnly, AdminGuard)
export class SnapshotsController {
  constructor(private readonly snapshots: SnapshotsService) {}

  @Get()
  list(@CurrentAccount() account: CurrentAccountRef, @Query() query: ListQuery): Promise<ListAnswer<SnapshotView>> {
    return this.snapshots.list(account, query);
  }

  /** All data of the account, its clock and its switches; what was kept under this name before is replaced. Keys and secrets are no part of it. */
  @Put(':name')
  put(@CurrentAccount() account: CurrentAccountRef, @Param('name') name: string): Promise<SnapshotView> {
    return this.snapshots.take(account, name);
  }

  /** Everything is as it was. What was on its way when the snapshot was taken is due again; what is on its way now arrives, and nobody remembers. */
  @Post(':name/restore')
  @HttpCode(200)
  restore(@CurrentAccount() account: CurrentAccountRef, @Param('name') name: string): Promise<SnapshotView> {
    return this.snapshots.restore(account, name);
  }

  @Delete(':name')
  @HttpCode(204)
  remove(@CurrentAccount() account: CurrentAccountRef, @Param('name') name: string): Promise<void> {
    return this.snapshots.remove(account, name);
  }
}
