import { Body, Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { LocalOnly } from '../../http/keys/local-only.guard';
import { AdvanceClockBody, FreezeAt, type AdvanceAnswer, type ClockView } from './clock.dto';
import { ClockService } from './clock.service';

/** The account's test clock. K§7. */
@Controller('admin/v1/emulator/clock')
@UseGuards(LocalOnly, AdminGuard)
export class ClockController {
  constructor(private readonly clock: ClockService) {}

  @Get()
  get(@CurrentAccount() account: CurrentAccountRef): Promise<ClockView> {
    return this.clock.get(account);
  }

  /** Answers once everything that fell due has been carried out. */
  @Post('advance')
  @HttpCode(200)
  advance(@CurrentAccount() account: CurrentAccountRef, @Body() body: AdvanceClockBody): Promise<AdvanceAnswer> {
    return this.clock.advance(account, body);
  }

  @Post('freeze')
  @HttpCode(200)
  freeze(@CurrentAccount() account: CurrentAccountRef, @Body() { at }: FreezeAt): Promise<ClockView> {
    return this.clock.freeze(account, at);
  }

  /** Back to the machine's time. */
  @Post('reset')
  @HttpCode(200)
  reset(@CurrentAccount() account: CurrentAccountRef): Promise<ClockView> {
    return this.clock.reset(account);
  }
}
