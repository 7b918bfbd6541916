import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { normaliseUuid } from '@app/domain';
import { RecordClick, type ClickResult } from '@app/tracking';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readParameters } from '../../http/inbound/public-parameters';
import { given, toClickCall } from './click-call';
import { ClickReplies, type Exchange } from './click-replies';
import { OfferWallLimit, type LimitedEndpoint } from './offer-wall-limit';

/** Ways to click. No key: the ids in the call say whose it is. G§2.1. */
@Controller('api/v1')
export class OfferWallController {
  constructor(
    private readonly clicks: RecordClick,
    private readonly replies: ClickReplies,
    private readonly limit: OfferWallLimit,
  ) {}

  /** Registers a click and redirects: by `viewId`, or by `offerId` and `pub_member_id`. */
  @Get('offer-wall/offer-link-redirect')
  async redirect(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = await this.open(request, reply, 'offer-link-redirect');
    if (exchange === null) return;
    const { values } = exchange;
    if (given(values, 'viewId') !== null) return this.replies.redirect(exchange, await this.byView(exchange));
    const missing = ['offerId', 'pub_member_id'].find((name) => given(values, name) === null);
    if (missing !== undefined) return this.replies.refuse(exchange, 'parameter_missing', { parameter: missing });
    const offerId = normaliseUuid(values['offerId'] ?? '');
    if (offerId === null) return this.replies.refuse(exchange, 'offer_unknown');
    return this.replies.redirect(exchange, await this.clicks.byOffer(offerId, toClickCall(request, values)));
  }

  /** Registers a click by `viewId` and answers its URL. G10.7: an `offerId` that comes along must be the view's. */
  @Get('offer-wall/offer-link')
  async link(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = await this.open(request, reply, 'offer-link');
    if (exchange === null) return;
    if (given(exchange.values, 'viewId') === null) {
      return this.replies.refuse(exchange, 'parameter_missing', { parameter: 'viewId' });
    }
    return this.replies.link(exchange, await this.byView(exchange));
  }

  /** A partner's tracking link. */
  @Get('offer-link/redirect/:linkId')
  async partner(
    @Param('linkId') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const exchange = await this.open(request, reply, null);
    if (exchange === null) return;
    const missing = ['pub_click_id', 'pub_member_id'].find((name) => given(exchange.values, name) === null);
    if (missing !== undefined) return this.replies.refuse(exchange, 'parameter_missing', { parameter: missing });
    const linkId = normaliseUuid(id);
    if (linkId === null) return this.replies.refuse(exchange, 'link_unknown');
    return this.replies.redirect(
      exchange,
      await this.clicks.byPartnerLink(linkId, toClickCall(request, exchange.values)),
    );
  }

  /** `endpoint`: whose limit counts; partners' links have none. */
  private async open(
    request: FastifyRequest,
    reply: FastifyReply,
    endpoint: LimitedEndpoint | null,
  ): Promise<Exchange | null> {
    const startedAt = performance.now();
    const read = readParameters(request);
    const values = read.kind === 'read' ? read.values : {};
    const exchange: Exchange = { request, reply, startedAt, kind: 'click', values };
    const wait = endpoint === null ? 0 : await this.limit.take(endpoint, request.ip);
    if (wait > 0) {
      await this.replies.throttle(exchange, wait);
      return null;
    }
    if (read.kind === 'read') return exchange;
    await this.replies.refuse(exchange, read.code, { parameter: read.parameter });
    return null;
  }

  private async byView({ request, values }: Exchange): Promise<ClickResult> {
    const viewId = normaliseUuid(values['viewId'] ?? '');
    if (viewId === null) return { kind: 'refused', code: 'view_unknown', accountId: null, offerId: null };
    const offerId = given(values, 'offerId');
    return this.clicks.byView(viewId, offerId === null ? null : offerId.toLowerCase(), toClickCall(request, values));
  }
}
