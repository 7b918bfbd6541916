import { Controller, Get, Query, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { LocalOnly } from '../../http/keys/local-only.guard';
import { DeliveryWaitQuery, type WaitAnswer } from './delivery.dto';
import { WaitForDelivery } from './wait-for-delivery';

/** The long poll for deliveries at its address among the emulator controls. K§7. */
@Controller('admin/v1/emulator/deliveries')
@UseGuards(LocalOnly, AdminGuard)
export class EmulatorWaitController {
  constructor(private readonly waits: WaitForDelivery) {}

  @Get('wait')
  wait(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() query: DeliveryWaitQuery,
    @Req() { raw }: FastifyRequest,
  ): Promise<WaitAnswer> {
    return this.waits.wait(account, query, raw);
  }
}
