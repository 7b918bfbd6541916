import { Injectable } from '@nestjs/common';
import type { TraceStep } from '@app/store';
import type { FastifyRequest } from 'fastify';
import '../injected-fault';
import { CALL_ANSWERED } from '../observe/signals';
import type { InboundAnswer } from './inbound-answer';
import { InboundAccount } from './inbound-account';
import { RequestLog } from './request-log';

export type { InboundAnswer, TraceStep };

const DELAYED: TraceStep = { row: null, rule: 'injected delay', result: 'applied' };

/** Keeps an inbound tracking call with its answer before the answer leaves. K§3.2. */
@Injectable()
export class InboundLog {
  constructor(
    private readonly log: RequestLog,
    private readonly accounts: InboundAccount,
  ) {}

  async keep(request: FastifyRequest, startedAt: number, answer: InboundAnswer): Promise<void> {
    const accountId = answer.accountId ?? (await this.accounts.of(request));
    if (accountId !== null) await this.store(request, { startedAt, accountId }, answer);
    CALL_ANSWERED.tell({ request, startedAt, accountId, answer });
  }

  private async store(
    request: FastifyRequest,
    { startedAt, accountId }: { startedAt: number; accountId: string },
    answer: InboundAnswer,
  ): Promise<void> {
    const { signature: _, ...parameters } = answer.parameters;
    await this.log.keep({
      accountId,
      kind: answer.kind,
      method: request.method,
      url: request.originalUrl,
      sourceIp: request.ip,
      parameters,
      httpStatus: answer.httpStatus,
      latencyMs: performance.now() - startedAt,
      result: answer.result,
      trace: request.wasDelayed === true ? [DELAYED, ...(answer.trace ?? [])] : (answer.trace ?? []),
      offerId: answer.offerId ?? null,
      clickId: answer.clickId ?? null,
      conversionId: answer.conversionId ?? null,
    });
  }
}
