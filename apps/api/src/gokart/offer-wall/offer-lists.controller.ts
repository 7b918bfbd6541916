import { Controller, Get, Req, Res } from '@nestjs/common';
import { ReadOfferWall, type WallEntry, type WallMember, type WallPage } from '@app/tracking';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InboundAccount } from '../../http/inbound-account';
import { toPage, type Page } from '../../http/page';
import { readParameters } from '../../http/public-parameters';
import { failure, REFUSAL_STATUS, refusalMessage, success, type ResponseResult } from '../envelope';
import { given } from './click-call';
import { OfferWallLimit, type LimitedEndpoint } from './offer-wall-limit';
import { readWallQuery, type WallQuery } from './wall-query';
import {
  toMemberOffer,
  toWallOffer,
  type MemberOffer,
  type MemberOffers,
  type WallOffer,
  type WallOffers,
} from './wall-views';

type Read =
  | { kind: 'read'; query: WallQuery; pubMemberId: string | null }
  | { kind: 'refused'; failure: ResponseResult<never> };

/** What a member may do, and what the member has begun. The host says whose offers they are. G§2.1. */
@Controller('api/v1/offer-wall')
export class OfferListsController {
  constructor(
    private readonly wall: ReadOfferWall,
    private readonly accounts: InboundAccount,
    private readonly limit: OfferWallLimit,
  ) {}

  /** Offers for a member; without one an empty list, no error. */
  @Get('offers')
  async offers(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ResponseResult<WallOffers>> {
    const read = this.read('offers', request, reply);
    if (read.kind === 'refused') return read.failure;
    const { query, pubMemberId } = read;
    const member = await this.member(request, read);
    const page = member === null || pubMemberId === null ? NOTHING : await this.wall.offers(member, query.listing);
    return success({ offers: toWirePage<WallOffer>(page, query, toWallOffer) });
  }

  /** Offers that a member has in progress or has completed. */
  @Get('pub-member/offers')
  async memberOffers(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ResponseResult<MemberOffers>> {
    const read = this.read('pub-member/offers', request, reply);
    if (read.kind === 'refused') return read.failure;
    if (read.pubMemberId === null) return refuse(reply, refusalMessage('parameter_missing', 'pub_member_id'));
    const { query } = read;
    const member = await this.member(request, read);
    const page = member === null ? NOTHING : await this.wall.memberOffers(member, query.listing, query.progress);
    return success({ offers: toWirePage<MemberOffer>(page, query, toMemberOffer) });
  }

  private read(endpoint: LimitedEndpoint, request: FastifyRequest, reply: FastifyReply): Read {
    void reply.header('cache-control', 'no-store');
    const wait = this.limit.take(endpoint, request.ip);
    if (wait > 0) {
      void reply.header('retry-after', String(wait));
      return { kind: 'refused', failure: refuse(reply, refusalMessage('rate_limited'), REFUSAL_STATUS.rate_limited) };
    }
    const parameters = readParameters(request);
    if (parameters.kind === 'refused') {
      return { kind: 'refused', failure: refuse(reply, refusalMessage(parameters.code, parameters.parameter)) };
    }
    const read = readWallQuery(parameters.values);
    if (read.kind === 'refused') {
      return { kind: 'refused', failure: refuse(reply, `${read.parameter}: ${read.message}.`) };
    }
    return { kind: 'read', query: read.query, pubMemberId: given(parameters.values, 'pub_member_id') };
  }

  private async member(
    request: FastifyRequest,
    { query, pubMemberId }: Extract<Read, { kind: 'read' }>,
  ): Promise<WallMember | null> {
    const accountId = await this.accounts.of(request);
    if (accountId === null || pubMemberId === null) return null;
    return { accountId, pubMemberId, audience: query.audience };
  }
}

const NOTHING: WallPage = { totalCount: 0, entries: [] };

function refuse(reply: FastifyReply, message: string, status = 400): ResponseResult<never> {
  void reply.code(status);
  return failure(status, [message]);
}

function toWirePage<Item>(
  { entries, totalCount }: WallPage,
  { listing: { page, pageSize }, withEpc }: WallQuery,
  toItem: (entry: WallEntry, withEpc: boolean) => Item,
): Page<Item> {
  return toPage(
    entries.map((entry) => toItem(entry, withEpc)),
    totalCount,
    { page, page_size: pageSize },
  );
}
