import { Controller, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import type { ListFile } from '../../http/lists/list-file';
import { receiveFile } from '../../sheets/receive-file';
import type { ImportAnswer } from './import-answer';
import { ImportQuery, ImportRowsQuery, ImportsQuery, type ImportRowView, type ImportView } from './import.dto';
import { ImportsService } from './imports.service';

/** Conversions and statuses from files, and what became of each row. K§6, G§4.1. */
@Controller('admin/v1')
@UseGuards(AdminGuard)
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  @Post('conversions/import')
  @HttpCode(200)
  async import(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() { kind, format }: ImportQuery,
    @Req() request: FastifyRequest,
  ): Promise<ImportAnswer | ListFile> {
    const id = await this.imports.run(account, kind, await receiveFile(request));
    return this.imports.answer(account, id, format);
  }

  @Get('imports')
  list(@CurrentAccount() account: CurrentAccountRef, @Query() query: ImportsQuery): Promise<ListAnswer<ImportView>> {
    return this.imports.list(account, query);
  }

  @Get('imports/:id')
  get(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<ImportView> {
    return this.imports.get(account, id);
  }

  /** In the order of the file; as a file with `format=csv` or `format=xlsx`. */
  @Get('imports/:id/rows')
  rows(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
    @Query() query: ImportRowsQuery,
  ): Promise<ListAnswer<ImportRowView>> {
    return this.imports.rowsOf(account, id, query);
  }
}
