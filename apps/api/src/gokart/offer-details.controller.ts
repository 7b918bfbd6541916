import { Controller, Get, Req, Res } from '@nestjs/common';
import { moneyToNumber, normaliseUuid } from '@app/domain';
import { RecordView, type OfferConfig } from '@app/tracking';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InboundLog } from '../http/inbound-log';
import { readParameters } from '../http/public-parameters';
import { given, pubParameters } from './click-call';
import { ClickReplies, type Exchange } from './click-replies';
import { success } from './envelope';

/** Opens an offer's details for a member: makes the view that a click may name. G§2.1. */
@Controller('api/v1/offer-wall')
export class OfferDetailsController {
  constructor(
    private readonly views: RecordView,
    private readonly replies: ClickReplies,
    private readonly log: InboundLog,
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
    if (read.kind === 'refused') return this.replies.refuse(exchange, read.code, { parameter: read.parameter });
    const missing = ['offerId', 'pub_member_id'].find((name) => given(exchange.values, name) === null);
    if (missing !== undefined) return this.replies.refuse(exchange, 'parameter_missing', { parameter: missing });
    return this.view(exchange);
  }

  private async view(exchange: Exchange): Promise<void> {
    const { request, reply, startedAt, values } = exchange;
    const offerId = normaliseUuid(values['offerId'] ?? '');
    if (offerId === null) return this.replies.refuse(exchange, 'offer_unknown');
    const result = await this.views.record({
      offerId,
      pubMemberId: values['pub_member_id'] ?? '',
      viewId: normaliseUuid(values['viewId'] ?? ''),
      parameters: pubParameters(values),
      sourceIp: request.ip,
      url: request.url,
    });
    if (result.kind === 'refused') return this.replies.refuse(exchange, result.code, result);
    await this.log.keep(request, startedAt, {
      kind: 'view',
      httpStatus: 200,
      result: 'viewed',
      parameters: values,
      accountId: result.offer.accountId,
      offerId,
    });
    void reply.header('cache-control', 'no-store').send(success(toDetails(result.offer, result.viewId)));
  }
}

/** The offer as its details show it. G§7.7. */
interface OfferDetails {
  id: string;
  viewId: string;
  name: string;
  offerType: string;
  conversionType: string;
  /** Points; a percentage with RevShare. */
  reward: number;
  categoryName: string;
  isOfferAvailable: boolean;
  events: {
    id: string;
    eventId: string;
    name: string;
    displayOrder: number;
    sequenceNumber: number | null;
    reward: number;
  }[];
}

function toDetails(offer: OfferConfig, viewId: string): OfferDetails {
  const { id, name, offerType, conversionType, categoryName } = offer;
  const reward = moneyToNumber((conversionType === 'RevShare' ? offer.rewardShare : offer.reward) ?? '0');
  const events = offer.events
    .filter(({ showOnOfferWall }) => showOnOfferWall)
    .map((event) => ({
      id: event.id,
      eventId: event.eventId,
      name: event.name,
      displayOrder: event.displayOrder,
      sequenceNumber: event.sequenceNumber,
      reward: moneyToNumber(event.reward),
    }));
  return { id, viewId, name, offerType, conversionType, reward, categoryName, isOfferAvailable: true, events };
}
