import { Injectable } from '@nestjs/common';
import { REFUSALS } from '@app/domain';
import { Config } from '@app/runtime';
import { Catalog, RejectConversion, type RejectionResult, type RejectionScope } from '@app/tracking';
import type { FastifyRequest } from 'fastify';
import type { InboundAnswer } from '../http/inbound-log';
import { Problem } from '../http/problem';
import type { PublicParameters } from '../http/public-parameters';
import { RejectionLimit } from './rejection-limit';

/** How a call came out: what the log says, and what the caller is told when it was refused. */
export interface JudgedRejection {
  answer: Pick<InboundAnswer, 'httpStatus' | 'result' | 'accountId' | 'offerId' | 'conversionId'>;
  problem: Problem | null;
}

/** Takes the calls of rejection endpoints, row by row of the table in K§4.1. */
@Injectable()
export class RejectionDesk {
  constructor(
    private readonly config: Config,
    private readonly catalog: Catalog,
    private readonly rejections: RejectConversion,
    private readonly limit: RejectionLimit,
  ) {}

  async judge(request: FastifyRequest, endpointId: string, read: PublicParameters): Promise<JudgedRejection> {
    const scope = await this.catalog.rejectionScope(endpointId);
    if (scope === null) return refused(null, { status: 404, result: 'not_found', message: REFUSALS.endpoint_unknown });
    if (!this.config.local && request.protocol !== 'https') {
      return refused(scope, { status: 403, result: 'invalid', message: REFUSALS.https_required });
    }
    const waitSeconds = this.limit.take(`${endpointId} ${request.ip}`);
    if (waitSeconds > 0) return throttled(scope, waitSeconds);
    if (read.kind === 'refused') {
      return refused(scope, { status: 400, result: 'invalid', message: REFUSALS[read.code], field: read.parameter });
    }
    return this.reject(scope, read.values);
  }

  private async reject(scope: RejectionScope, values: Readonly<Record<string, string>>): Promise<JudgedRejection> {
    const result = await this.rejections.reject({
      scope,
      transactionId: values['transaction_id'] ?? null,
      reason: values['new_rejected_reason'] ?? null,
      eventId: values['event_id'] ?? null,
    });
    if (result.kind === 'invalid') {
      return refused(scope, {
        status: 400,
        result: 'invalid',
        message: REFUSALS.parameter_missing,
        field: result.parameter,
      });
    }
    return { answer: { httpStatus: 200, result: result.kind, ...scope, conversionId: firstOf(result) }, problem: null };
  }
}

function firstOf(result: Exclude<RejectionResult, { kind: 'invalid' }>): string | null {
  return result.kind === 'not_found' ? null : (result.conversionIds[0] ?? null);
}

function refused(
  scope: RejectionScope | null,
  { status, result, message, field }: { status: number; result: string; message: string; field?: string },
): JudgedRejection {
  const errors = field === undefined ? [] : [{ field, message }];
  return { answer: { httpStatus: status, result, ...scope }, problem: new Problem(status, message, errors) };
}

function throttled(scope: RejectionScope, waitSeconds: number): JudgedRejection {
  const problem = new Problem(429, REFUSALS.rate_limited, [], { 'retry-after': String(waitSeconds) });
  return { answer: { httpStatus: 429, result: 'throttled', ...scope }, problem };
}
