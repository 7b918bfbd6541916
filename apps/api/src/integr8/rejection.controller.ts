import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { REFUSALS } from '@app/domain';
import { Config } from '@app/runtime';
import type { RejectionScope } from '@app/store';
import { Catalog, RejectConversion, type RejectionResult } from '@app/tracking';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InboundLog, type InboundAnswer } from '../http/inbound-log';
import { Problem } from '../http/problem';
import { readParameters } from '../http/public-parameters';
import { OK } from './replies';
import { RejectionLimit } from './rejection-limit';

interface Judged {
  answer: Pick<InboundAnswer, 'httpStatus' | 'result'> & { conversionId?: string | null };
  problem: Problem | null;
}

/** The third-party rejection endpoint: `/r/<endpointId>`, and by rewriting `<endpointId>.<host>/`. K§4.1, I§5. */
@Controller('r')
export class RejectionController {
  constructor(
    private readonly config: Config,
    private readonly catalog: Catalog,
    private readonly rejections: RejectConversion,
    private readonly limit: RejectionLimit,
    private readonly log: InboundLog,
  ) {}

  @Get(':endpointId')
  get(
    @Param('endpointId') endpointId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<typeof OK> {
    return this.reject(endpointId, request, reply);
  }

  @Post(':endpointId')
  @HttpCode(200)
  post(
    @Param('endpointId') endpointId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<typeof OK> {
    return this.reject(endpointId, request, reply);
  }

  private async reject(endpointId: string, request: FastifyRequest, reply: FastifyReply): Promise<typeof OK> {
    const startedAt = performance.now();
    void reply.header('cache-control', 'no-store');
    const scope = await this.catalog.rejectionScope(endpointId.toLowerCase());
    const read = readParameters(request);
    const parameters = read.kind === 'read' ? read.values : {};
    const { answer, problem } = await this.judge(request, scope, { endpointId, read });
    await this.log.keep(request, startedAt, { kind: 'rejection', ...answer, parameters, accountId: scope?.accountId ?? null, offerId: scope?.offerId ?? null });
    if (problem !== null) throw problem;
    return OK;
  }

  private async judge(
    request: FastifyRequest,
    scope: RejectionScope | null,
    { endpointId, read }: { endpointId: string; read: ReturnType<typeof readParameters> },
  ): Promise<Judged> {
    if (scope === null) return refused(404, 'not_found', REFUSALS.endpoint_unknown);
    if (!this.config.local && request.protocol !== 'https') return refused(403, 'invalid', REFUSALS.https_required);
    const waitSeconds = this.limit.take(`${endpointId} ${request.ip}`);
    if (waitSeconds > 0) return throttled(waitSeconds);
    if (read.kind === 'refused') return refused(400, 'invalid', REFUSALS[read.code], read.parameter);
    const { values } = read;
    return toJudged(
      await this.rejections.reject({
        scope,
        transactionId: values['transaction_id'] ?? null,
        reason: values['new_rejected_reason'] ?? null,
        eventId: values['event_id'] ?? null,
      }),
    );
  }
}

function toJudged(result: RejectionResult): Judged {
  if (result.kind === 'invalid') return refused(400, 'invalid', REFUSALS.parameter_missing, result.parameter);
  const conversionId = 'conversionIds' in result ? (result.conversionIds[0] ?? null) : null;
  return { answer: { httpStatus: 200, result: result.kind, conversionId }, problem: null };
}

function refused(status: number, result: string, message: string, field?: string): Judged {
  const errors = field === undefined ? [] : [{ field, message }];
  return { answer: { httpStatus: status, result }, problem: new Problem(status, message, errors) };
}

function throttled(waitSeconds: number): Judged {
  const problem = new Problem(429, REFUSALS.rate_limited, [], { 'retry-after': String(waitSeconds) });
  return { answer: { httpStatus: 429, result: 'throttled' }, problem };
}
