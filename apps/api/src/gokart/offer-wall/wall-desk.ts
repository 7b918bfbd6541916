import { Injectable } from '@nestjs/common';
import type { WallMember } from '@app/tracking';
import type { FastifyRequest } from 'fastify';
import { InboundAccount } from '../../http/inbound/inbound-account';
import { readParameters } from '../../http/inbound/public-parameters';
import { REFUSAL_STATUS, refusalMessage } from '../envelope';
import { given } from './click-call';
import { OfferWallLimit, type LimitedEndpoint } from './offer-wall-limit';
import { readWallQuery, type WallQuery } from './wall-query';

/** A call of a list that can be answered. */
export interface WallCall {
  query: WallQuery;
  pubMemberId: string | null;
  values: Readonly<Record<string, string>>;
}

export type ReadWallCall =
  | ({ kind: 'read' } & WallCall)
  /** `waitSeconds`: 0 unless the address calls too often. */
  | { kind: 'refused'; status: number; message: string; waitSeconds: number };

/** Takes calls of the wall's lists, whatever they are answered in. */
@Injectable()
export class WallDesk {
  constructor(
    private readonly accounts: InboundAccount,
    private readonly limit: OfferWallLimit,
  ) {}

  async take(endpoint: LimitedEndpoint, request: FastifyRequest): Promise<ReadWallCall> {
    const waitSeconds = await this.limit.take(endpoint, request.ip);
    if (waitSeconds > 0) {
      return {
        kind: 'refused',
        status: REFUSAL_STATUS.rate_limited,
        message: refusalMessage('rate_limited'),
        waitSeconds,
      };
    }
    const parameters = readParameters(request);
    if (parameters.kind === 'refused') return refused(refusalMessage(parameters.code, parameters.parameter));
    const { values } = parameters;
    const read = readWallQuery(values);
    if (read.kind === 'refused') return refused(`${read.parameter}: ${read.message}.`);
    return { kind: 'read', query: read.query, pubMemberId: given(values, 'pub_member_id'), values };
  }

  /** Who looks, at the offers of the account that the host names; `null`: nobody is named. */
  async member(request: FastifyRequest, { query, pubMemberId }: WallCall): Promise<WallMember | null> {
    const accountId = await this.accounts.of(request);
    if (accountId === null || pubMemberId === null) return null;
    return { accountId, pubMemberId, audience: query.audience };
  }
}

function refused(message: string): ReadWallCall {
  return { kind: 'refused', status: 400, message, waitSeconds: 0 };
}
