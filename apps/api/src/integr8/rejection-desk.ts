import { Injectable } from '@nestjs/common';
import { REFUSALS } from '@app/domain';
import { Config } from '@app/runtime';
import { Catalog, RejectConversion, type RejectionResult, type RejectionScope } from '@app/tracking';
import type { FastifyRequest } from 'fastify';
import type { InboundAnswer, TraceStep } from '../http/inbound/inbound-log';
import { Problem } from '../http/problem';
import type { PublicParameters } from '../http/inbound/public-parameters';
import { RejectionLimit } from './rejection-limit';

/** How a call came out: what the log says, and what the caller is told when it was refused. */
export interface JudgedRejection {
  answer: Pick<InboundAnswer, 'httpStatus' | 'result' | 'trace' | 'accountId' | 'offerId' | 'conversionId'>;
  problem: Problem | null;
}

/** What is asked of a call, in this order; the log shows how far it came. */
const CHECKS = [
  'endpoint is known',
  'call came over HTTPS',
  'rate limit',
  'parameters can be read',
  'parameters are there',
  'conversion is in scope',
] as const;
type Check = (typeof CHECKS)[number];

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
    if (scope === null) {
      return refused(null, 'endpoint is known', {
        status: 404,
        result: 'not_found',
        message: REFUSALS.endpoint_unknown,
      });
    }
    if (!this.config.local && request.protocol !== 'https') {
      return refused(scope, 'call came over HTTPS', {
        status: 403,
        result: 'invalid',
        message: REFUSALS.https_required,
      });
    }
    const waitSeconds = await this.limit.take(endpointId, request.ip);
    if (waitSeconds > 0) return throttled(scope, waitSeconds);
    if (read.kind === 'refused') {
      return refused(scope, 'parameters can be read', {
        status: 400,
        result: 'invalid',
        message: REFUSALS[read.code],
        field: read.parameter,
      });
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
      return refused(scope, 'parameters are there', {
        status: 400,
        result: 'invalid',
        message: REFUSALS.parameter_missing,
        field: result.parameter,
      });
    }
    return {
      answer: { httpStatus: 200, result: result.kind, trace: traceOf(result), ...scope, conversionId: firstOf(result) },
      problem: null,
    };
  }
}

function firstOf(result: Exclude<RejectionResult, { kind: 'invalid' }>): string | null {
  return result.kind === 'not_found' ? null : (result.conversionIds[0] ?? null);
}

function traceOf(result: Exclude<RejectionResult, { kind: 'invalid' }>): TraceStep[] {
  return upTo('conversion is in scope', result.kind === 'not_found' ? 'failed' : 'applied');
}

function upTo(last: Check, result: TraceStep['result']): TraceStep[] {
  const checked = CHECKS.slice(0, CHECKS.indexOf(last) + 1);
  return checked.map((rule) => ({ row: null, rule, result: rule === last ? result : 'passed' }));
}

function refused(
  scope: RejectionScope | null,
  failed: Check,
  { status, result, message, field }: { status: number; result: string; message: string; field?: string },
): JudgedRejection {
  const errors = field === undefined ? [] : [{ field, message }];
  return {
    answer: { httpStatus: status, result, trace: upTo(failed, 'failed'), ...scope },
    problem: new Problem(status, message, errors),
  };
}

function throttled(scope: RejectionScope, waitSeconds: number): JudgedRejection {
  const problem = new Problem(429, REFUSALS.rate_limited, [], { 'retry-after': String(waitSeconds) });
  return { answer: { httpStatus: 429, result: 'throttled', trace: upTo('rate limit', 'failed'), ...scope }, problem };
}
