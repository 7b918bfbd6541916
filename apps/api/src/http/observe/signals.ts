import { Signal } from '@app/runtime';
import type { FastifyRequest } from 'fastify';
import type { InboundAnswer } from '../inbound/inbound-answer';

/** An inbound tracking call, its answer decided and on the disk where it is kept. */
export interface AnsweredCall {
  request: FastifyRequest;
  /** As `performance.now()` tells it. */
  startedAt: number;
  /** `null`: it is nobody's. */
  accountId: string | null;
  answer: InboundAnswer;
}

/** Refused clicks, views, conversion postbacks and rejections: what `InboundLog` keeps. */
export const CALL_ANSWERED = new Signal<AnsweredCall>();

/** A click that was recorded; it is its own log entry. */
export interface AcceptedClick {
  request: FastifyRequest;
  startedAt: number;
  accountId: string;
  offerId: string;
  clickId: string;
  httpStatus: number;
}

export const CLICK_ACCEPTED = new Signal<AcceptedClick>();
