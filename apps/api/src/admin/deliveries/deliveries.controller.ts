import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { DeliveriesService } from './deliveries.service';
import {
  DeliveriesQuery,
  DeliveryWaitQuery,
  ResendDeliveries,
  type BulkResendAnswer,
  type DeliveryDetails,
  type DeliveryView,
  type ResendAnswer,
  type WaitAnswer,
} from './delivery.dto';
import { WaitForDelivery } from './wait-for-delivery';

/** The outbox: what is to be sent, what became of it, and sending it again. K§5.3, K§6. */
@Controller('admin/v1/deliveries')
@UseGuards(AdminGuard)
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly waits: WaitForDelivery,
  ) {}

  @Get()
  list(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() query: DeliveriesQuery,
  ): Promise<ListAnswer<DeliveryView>> {
    return this.deliveries.list(account, query);
  }

  /** Answers as soon as a delivery matches; 408 with how things stand when the time is over. K§7. */
  @Get('wait')
  wait(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() query: DeliveryWaitQuery,
    @Req() { raw }: FastifyRequest,
  ): Promise<WaitAnswer> {
    return this.waits.wait(account, query, raw);
  }

  @Get(':id')
  get(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<DeliveryDetails> {
    return this.deliveries.get(account, id);
  }

  @Post(':id/resend')
  @HttpCode(202)
  resend(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<ResendAnswer> {
    return this.deliveries.resend(account, id);
  }

  @Post('resend')
  @HttpCode(202)
  resendAll(@CurrentAccount() account: CurrentAccountRef, @Body() filter: ResendDeliveries): Promise<BulkResendAnswer> {
    return this.deliveries.resendAll(account, filter);
  }
}
