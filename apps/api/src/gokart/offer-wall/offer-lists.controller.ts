import { Controller, Get, Req, Res } from '@nestjs/common';
import { ReadOfferWall, type WallEntry, type WallPage } from '@app/tracking';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toPage, type Page } from '../../http/lists/page';
import { failure, refusalMessage, success, type ResponseResult } from '../envelope';
import type { LimitedEndpoint } from './offer-wall-limit';
import { WallDesk, type WallCall } from './wall-desk';
import type { WallQuery } from './wall-query';
import {
  toMemberOffer,
  toWallOffer,
  type MemberOffer,
  type MemberOffers,
  type WallOffer,
  type WallOffers,
} from './wall-views';

type Read = ({ kind: 'read' } & WallCall) | { kind: 'refused'; failure: ResponseResult<never> };

/** What a member may do, and what the member has begun. The host says whose offers they are. G§2.1. */
@Controller('api/v1/offer-wall')
export class OfferListsController {
  constructor(
    private readonly wall: ReadOfferWall,
    private readonly desk: WallDesk,
  ) {}

  /** Offers for a member; without one an empty list, no error. */
  @Get('offers')
  async offers(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ResponseResult<WallOffers>> {
    const read = await this.read('offers', request, reply);
    if (read.kind === 'refused') return read.failure;
    const { query } = read;
    const member = await this.desk.member(request, read);
    const page = member === null ? NOTHING : await this.wall.offers(member, query.listing);
    return success({ offers: toWirePage<WallOffer>(page, query, toWallOffer) });
  }

  /** Offers that a member has in progress or has completed. */
  @Get('pub-member/offers')
  async memberOffers(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ResponseResult<MemberOffers>> {
    const read = await this.read('pub-member/offers', request, reply);
    if (read.kind === 'refused') return read.failure;
    if (read.pubMemberId === null) return refuse(reply, 400, refusalMessage('parameter_missing', 'pub_member_id'));
    const { query } = read;
    const member = await this.desk.member(request, read);
    const page = member === null ? NOTHING : await this.wall.memberOffers(member, query.listing, query.progress);
    return success({ offers: toWirePage<MemberOffer>(page, query, toMemberOffer) });
  }

  private async read(endpoint: LimitedEndpoint, request: FastifyRequest, reply: FastifyReply): Promise<Read> {
    void reply.header('cache-control', 'no-store');
    const read = await this.desk.take(endpoint, request);
    if (read.kind === 'read') return read;
    if (read.waitSeconds > 0) void reply.header('retry-after', String(read.waitSeconds));
    return { kind: 'refused', failure: refuse(reply, read.status, read.message) };
  }
}

const NOTHING: WallPage = { totalCount: 0, entries: [] };

function refuse(reply: FastifyReply, status: number, message: string): ResponseResult<never> {
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
