import { Controller, Get, Query, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { Problem } from '../../http/problem';
import { IntegrityQuery, type IntegrityView } from './integrity.dto';
import { IntegrityService } from './integrity.service';

/** Whether all that was planned is accounted for. */
@Controller('admin/v1/integrity')
@UseGuards(AdminGuard)
export class IntegrityController {
  constructor(private readonly integrity: IntegrityService) {}

  /** Counts a stretch of the ledger in two ways, and looks for what must never be. */
  @Get()
  check(
    @CurrentAccount() { id }: CurrentAccountRef,
    @Query() query: IntegrityQuery,
    @Req() request: FastifyRequest,
  ): Promise<IntegrityView> {
    const all = query.all === true;
    const { actor } = request;
    if (all && (actor === undefined || actor.kind === 'key')) {
      throw new Problem(403, 'Only the root key may look at all accounts.');
    }
    return this.integrity.check(all ? null : id, query);
  }
}
