import { Body, Controller, Get, HttpCode, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { LocalOnly } from '../../http/keys/local-only.guard';
import { ExportQuery } from './seed.dto';
import { SeedService, type SeedAnswer } from './seed.service';

/** Accounts from files, and as files. K§7. */
@Controller('admin/v1/emulator')
@UseGuards(LocalOnly, AdminGuard)
export class SeedController {
  constructor(private readonly seeds: SeedService) {}

  @Post('seed')
  @HttpCode(200)
  load(
    @CurrentAccount() account: CurrentAccountRef,
    @Req() { actor }: FastifyRequest,
    @Body() body: unknown,
  ): Promise<SeedAnswer> {
    return this.seeds.load(account, actor, body);
  }

  @Get('export')
  async export(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() query: ExportQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const seed = await this.seeds.export(account, query);
    const type = typeof seed === 'string' ? 'application/yaml' : 'application/json';
    void reply.type(`${type}; charset=utf-8`).send(seed);
  }
}
