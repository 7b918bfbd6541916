import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { OperationToolsService } from './operation-tools.service';
import {
  GenerateClick,
  GenerateConversion,
  SendCallbacks,
  type GeneratedClick,
  type GeneratedConversion,
  type SentCallbacks,
} from './tool.dto';

const LONGEST_USER_AGENT = 512;

/** The platform's Operation Tools. G§5.5. */
@Controller('admin/v1/operation-tools')
@UseGuards(AdminGuard)
export class OperationToolsController {
  constructor(private readonly tools: OperationToolsService) {}

  @Post('clicks')
  click(
    @CurrentAccount() account: CurrentAccountRef,
    @Body() body: GenerateClick,
    @Req() { ip, url, headers }: FastifyRequest,
  ): Promise<GeneratedClick> {
    const userAgent = headers['user-agent']?.slice(0, LONGEST_USER_AGENT) ?? null;
    return this.tools.click(account, body, { sourceIp: ip, userAgent, url });
  }

  @Post('conversions')
  conversion(
    @CurrentAccount() account: CurrentAccountRef,
    @Body() body: GenerateConversion,
  ): Promise<GeneratedConversion> {
    return this.tools.conversion(account, body);
  }

  @Post('callbacks')
  @HttpCode(202)
  callback(@CurrentAccount() account: CurrentAccountRef, @Body() body: SendCallbacks): Promise<SentCallbacks> {
    return this.tools.callback(account, body);
  }
}
