import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { success } from '../envelope';
import { ClickReplies, type Exchange } from './click-replies';
import { OpenDetails } from './open-details';

/** An offer's details, as JSON. G§2.1. */
@Controller('api/v1/offer-wall')
export class OfferDetailsController {
  constructor(
    private readonly desk: OpenDetails,
    private readonly replies: ClickReplies,
  ) {}

  @Get('offer-details')
  async details(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const startedAt = performance.now();
    const { values, opened } = await this.desk.open(request);
    const exchange: Exchange = { request, reply, startedAt, kind: 'view', values };
    if (opened.kind === 'viewed') {
      await this.replies.logView(exchange, opened.accountId, opened.details.id);
      void reply.header('cache-control', 'no-store').send(success(opened.details));
      return;
    }
    if (opened.waitSeconds > 0) return this.replies.throttle(exchange, opened.waitSeconds);
    return this.replies.refuse(exchange, opened.code, opened.about);
  }
}
