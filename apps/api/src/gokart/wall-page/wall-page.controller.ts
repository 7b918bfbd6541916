import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ReadOfferWall } from '@app/tracking';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { REFUSAL_STATUS, refusalMessage } from '../envelope';
import { pubParameters } from '../offer-wall/click-call';
import { ClickReplies, type Exchange } from '../offer-wall/click-replies';
import { OpenDetails } from '../offer-wall/open-details';
import { WallDesk } from '../offer-wall/wall-desk';
import { toWallOffer } from '../offer-wall/wall-views';
import { detailsPage, listPage, problemPage, STYLE } from './wall-pages';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Without script, and for any site to frame: publishers embed the wall. G§2.1. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src https: http:; base-uri 'none'; form-action 'none'`,
};

/** The hosted offer wall, by URL or in a frame: offers, details, which make the view, and the link, which makes the click. G§2.1. */
@Controller('offer-wall')
export class WallPageController {
  constructor(
    private readonly wall: ReadOfferWall,
    private readonly desk: WallDesk,
    private readonly opener: OpenDetails,
    private readonly replies: ClickReplies,
  ) {}

  /** Offers for a member, as a page. */
  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const call = await this.desk.take('offers', request);
    if (call.kind === 'refused') {
      answerProblem(reply, call);
      return;
    }
    const member = await this.desk.member(request, call);
    if (member === null) {
      answerProblem(reply, { status: 400, message: refusalMessage('parameter_missing', 'pub_member_id') });
      return;
    }
    const { query, values } = call;
    const { entries, totalCount } = await this.wall.offers(member, query.listing);
    const offers = entries.map((entry) => toWallOffer(entry, false));
    const links = { pub: pubQuery(values), query: listQuery(values), listing: query.listing, totalCount };
    answer(reply, 200, listPage(offers, links));
  }

  /** An offer's details, as a page with the link that makes the click. */
  @Get(':offerId')
  async details(
    @Param('offerId') offerId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const startedAt = performance.now();
    const { values, opened } = await this.opener.open(request, offerId);
    const exchange: Exchange = { request, reply, startedAt, kind: 'view', values };
    if (opened.kind === 'viewed') {
      await this.replies.logView(exchange, opened.accountId, opened.details.id);
      answer(reply, 200, detailsPage(opened.details, pubQuery(values)));
      return;
    }
    const { code, about, waitSeconds } = opened;
    await this.replies.logRefusal(exchange, code, about);
    answerProblem(reply, { status: REFUSAL_STATUS[code], message: refusalMessage(code, about.parameter), waitSeconds });
  }
}

/** All of a list's own parameters but the page. */
function listQuery({ page: _, ...values }: Readonly<Record<string, string>>): string {
  return new URLSearchParams(values).toString();
}

/** The member and the publisher parameters, for the links of a page. */
function pubQuery(values: Readonly<Record<string, string>>): string {
  const pubMemberId = values['pub_member_id'] ?? '';
  return new URLSearchParams({ pub_member_id: pubMemberId, ...pubParameters(values) }).toString();
}

function answerProblem(
  reply: FastifyReply,
  { status, message, waitSeconds = 0 }: { status: number; message: string; waitSeconds?: number },
): void {
  if (waitSeconds > 0) void reply.header('retry-after', String(waitSeconds));
  answer(reply, status, problemPage(message));
}

function answer(reply: FastifyReply, status: number, page: string): void {
  void reply.code(status).headers(HEADERS).send(page);
}
