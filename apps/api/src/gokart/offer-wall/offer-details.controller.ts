import { Controller, Get, Req, Res } from '@nestjs/common';
import { normaliseUuid, toAudience } from '@app/domain';
import { ReadOfferWall, RecordView } from '@app/tracking';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readParameters } from '../../http/public-parameters';
import { given, pubParameters } from './click-call';
import { ClickReplies, type Exchange } from './click-replies';
import { OfferWallLimit } from './offer-wall-limit';
import { toOfferDetails } from './wall-views';

/** Opens an offer's details for a member: makes the view that a click may name. G§2.1. */
@Controller('api/v1/offer-wall')
export class OfferDetailsController {
  constructor(
    private readonly views: RecordView,
    private readonly wall: ReadOfferWall,
    private readonly replies: ClickReplies,
    private readonly limit: OfferWallLimit,
  ) {}

  @Get('offer-details')
  async details(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const startedAt = performance.now();
    const read = readParameters(request);
    const exchange: Exchange = {
      request,
      reply,
      startedAt,
      kind: 'view',
      values: read.kind === 'read' ? read.values : {},
    };
    const wait = this.limit.take('offer-details', request.ip);
    if (wait > 0) return this.replies.throttle(exchange, wait);
    if (read.kind === 'refused') return this.replies.refuse(exchange, read.code, { parameter: read.parameter });
    const missing = ['offerId', 'pub_member_id'].find((name) => given(exchange.values, name) === null);
    if (missing !== undefined) return this.replies.refuse(exchange, 'parameter_missing', { parameter: missing });
    return this.view(exchange);
  }

  private async view(exchange: Exchange): Promise<void> {
    const { request, values } = exchange;
    const offerId = normaliseUuid(values['offerId'] ?? '');
    if (offerId === null) return this.replies.refuse(exchange, 'offer_unknown');
    const pubMemberId = values['pub_member_id'] ?? '';
    const parameters = pubParameters(values);
    const result = await this.views.record({
      offerId,
      pubMemberId,
      viewId: normaliseUuid(values['viewId'] ?? ''),
      parameters,
      sourceIp: request.ip,
      url: request.url,
    });
    if (result.kind === 'refused') return this.replies.refuse(exchange, result.code, result);
    const { accountId } = result.offer;
    const member = { accountId, pubMemberId, audience: toAudience(parameters, null) };
    const entry = await this.wall.offer(member, offerId);
    if (entry === null) return this.replies.refuse(exchange, 'offer_unknown', { accountId, offerId });
    const details = toOfferDetails(entry, result.viewId, given(values, 'pub_session_id'));
    return this.replies.viewed(exchange, accountId, details);
  }
}
