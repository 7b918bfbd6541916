import { Injectable } from '@nestjs/common';
import { normaliseUuid, toAudience, type RefusalCode } from '@app/domain';
import { ReadOfferWall, RecordView } from '@app/tracking';
import type { FastifyRequest } from 'fastify';
import { readParameters } from '../../http/inbound/public-parameters';
import { given, pubParameters } from './click-call';
import { OfferWallLimit } from './offer-wall-limit';
import { toOfferDetails, type OfferDetails } from './wall-views';

/** What a refused call is about, as far as it is known. */
export interface RefusedAbout {
  accountId?: string | null;
  offerId?: string | null;
  parameter?: string;
}

export type OpenedDetails =
  | { kind: 'viewed'; accountId: string; details: OfferDetails }
  /** `waitSeconds`: 0 unless the address calls too often. */
  | { kind: 'refused'; code: RefusalCode; about: RefusedAbout; waitSeconds: number };

type Values = Readonly<Record<string, string>>;

/** Opens an offer's details for a member: makes the view that a click may name. G§2.1. */
@Injectable()
export class OpenDetails {
  constructor(
    private readonly views: RecordView,
    private readonly wall: ReadOfferWall,
    private readonly limit: OfferWallLimit,
  ) {}

  /** `offerId`: where the path names it, else the parameter of that name does. */
  async open(request: FastifyRequest, pathOfferId?: string): Promise<{ values: Values; opened: OpenedDetails }> {
    const waitSeconds = await this.limit.take('offer-details', request.ip);
    const read = readParameters(request);
    if (waitSeconds > 0) return { values: {}, opened: { ...refused('rate_limited'), waitSeconds } };
    if (read.kind === 'refused') return { values: {}, opened: refused(read.code, { parameter: read.parameter }) };
    const values = pathOfferId === undefined ? read.values : { ...read.values, offerId: pathOfferId };
    const missing = ['offerId', 'pub_member_id'].find((name) => given(values, name) === null);
    const opened =
      missing === undefined ? await this.view(request, values) : refused('parameter_missing', { parameter: missing });
    return { values, opened };
  }

  private async view(request: FastifyRequest, values: Values): Promise<OpenedDetails> {
    const offerId = normaliseUuid(values['offerId'] ?? '');
    if (offerId === null) return refused('offer_unknown');
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
    if (result.kind === 'refused') return refused(result.code, { accountId: result.accountId });
    const { accountId } = result.offer;
    const member = { accountId, pubMemberId, audience: toAudience(parameters, null) };
    const entry = await this.wall.offer(member, offerId);
    if (entry === null) return refused('offer_unknown', { accountId, offerId });
    const details = toOfferDetails(entry, result.viewId, given(values, 'pub_session_id'));
    return { kind: 'viewed', accountId, details };
  }
}

function refused(code: RefusalCode, about: RefusedAbout = {}): Extract<OpenedDetails, { kind: 'refused' }> {
  return { kind: 'refused', code, about, waitSeconds: 0 };
}
