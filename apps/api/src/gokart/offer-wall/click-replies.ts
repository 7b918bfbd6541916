import { Injectable } from '@nestjs/common';
import type { RefusalCode } from '@app/domain';
import type { ClickResult } from '@app/tracking';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InboundLog } from '../../http/inbound/inbound-log';
import { CLICK_ACCEPTED } from '../../http/observe/signals';
import { failure, REFUSAL_STATUS, refusalMessage, success } from '../envelope';
import type { RefusedAbout } from './open-details';

/** One inbound call on its way to an answer. */
export interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
  startedAt: number;
  kind: 'click' | 'view';
  values: Readonly<Record<string, string>>;
}

/** Answers clicks and views. An accepted click is its own log entry; refusals are logged before they are answered. */
@Injectable()
export class ClickReplies {
  constructor(private readonly log: InboundLog) {}

  /** The browser is sent on. K§3.1. */
  async redirect(exchange: Exchange, result: ClickResult): Promise<void> {
    if (result.kind === 'refused') return this.refuse(exchange, result.code, result);
    if (CLICK_ACCEPTED.watched) CLICK_ACCEPTED.tell({ ...exchange, ...result, httpStatus: 302 });
    void exchange.reply.code(302).header('cache-control', 'no-store').header('location', result.location).send();
  }

  /** The same click for a caller that redirects by itself. G§2.1. */
  async link(exchange: Exchange, result: ClickResult): Promise<void> {
    if (result.kind === 'refused') return this.refuse(exchange, result.code, result);
    if (CLICK_ACCEPTED.watched) CLICK_ACCEPTED.tell({ ...exchange, ...result, httpStatus: 200 });
    void exchange.reply.header('cache-control', 'no-store').send(success({ url: result.location }));
  }

  /** Keeps an answered view in the request log, before it is answered. */
  logView({ request, startedAt, values }: Exchange, accountId: string, offerId: string): Promise<void> {
    return this.log.keep(request, startedAt, {
      kind: 'view',
      httpStatus: 200,
      result: 'viewed',
      parameters: values,
      accountId,
      offerId,
    });
  }

  /** Over the limit of its address. G§9. */
  async throttle(exchange: Exchange, waitSeconds: number): Promise<void> {
    void exchange.reply.header('retry-after', String(waitSeconds));
    return this.refuse(exchange, 'rate_limited');
  }

  async refuse(exchange: Exchange, code: RefusalCode, about: RefusedAbout = {}): Promise<void> {
    await this.logRefusal(exchange, code, about);
    const httpStatus = REFUSAL_STATUS[code];
    void exchange.reply
      .code(httpStatus)
      .header('cache-control', 'no-store')
      .send(failure(httpStatus, [refusalMessage(code, about.parameter)]));
  }

  /** Keeps a refusal in the request log, before it is answered. */
  logRefusal({ request, startedAt, kind, values }: Exchange, code: RefusalCode, about: RefusedAbout): Promise<void> {
    return this.log.keep(request, startedAt, {
      kind,
      httpStatus: REFUSAL_STATUS[code],
      result: code,
      parameters: values,
      trace: [{ row: null, rule: code, result: 'failed' }],
      accountId: about.accountId ?? null,
      offerId: about.offerId ?? null,
    });
  }
}
