import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CONVERSION_PARAMETERS, withHints, type ConversionParameters } from '@app/domain';
import { RecordConversion, type ConversionCall, type ConversionResult } from '@app/tracking';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InboundAccount } from '../http/inbound/inbound-account';
import { InboundLog } from '../http/inbound/inbound-log';
import { readParameters } from '../http/inbound/public-parameters';
import { given } from './offer-wall/click-call';
import { failure, REFUSAL_STATUS, refusalMessage, success, type ResponseResult } from './envelope';

type PostbackAnswer = ResponseResult<{ conversionId: string; status: string; rejectionReason: string | null }>;

interface SecretPath {
  s1: string;
  s2: string;
  s3: string;
}

const ALIASES = ['track', 'postback', 'api/v1/conversion'];

/** The conversion postback: the canonical secret path and its aliases. K§3.2. */
@Controller()
export class PostbackController {
  constructor(
    private readonly conversions: RecordConversion,
    private readonly log: InboundLog,
    private readonly accounts: InboundAccount,
  ) {}

  @Get('api/v1/:s1/:s2/:s3')
  byPath(
    @Param() secrets: SecretPath,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PostbackAnswer> {
    return this.take(toPath(secrets), request, reply);
  }

  @Post('api/v1/:s1/:s2/:s3')
  @HttpCode(200)
  postByPath(
    @Param() secrets: SecretPath,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PostbackAnswer> {
    return this.take(toPath(secrets), request, reply);
  }

  @Get(ALIASES)
  byAlias(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<PostbackAnswer> {
    return this.takeByAlias(request, reply);
  }

  @Post(ALIASES)
  @HttpCode(200)
  postByAlias(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PostbackAnswer> {
    return this.takeByAlias(request, reply);
  }

  private async takeByAlias(request: FastifyRequest, reply: FastifyReply): Promise<PostbackAnswer> {
    return this.take({ kind: 'alias', accountId: await this.accounts.of(request) }, request, reply);
  }

  private async take(by: ConversionCall['by'], request: FastifyRequest, reply: FastifyReply): Promise<PostbackAnswer> {
    const startedAt = performance.now();
    const read = readParameters(request);
    void reply.header('cache-control', 'no-store');
    if (read.kind === 'refused') {
      const httpStatus = REFUSAL_STATUS[read.code];
      await this.log.keep(request, startedAt, { kind: 'conversion', httpStatus, result: read.code, parameters: {} });
      void reply.code(httpStatus);
      return failure(httpStatus, [refusalMessage(read.code, read.parameter)]);
    }
    const { values } = read;
    const result = await this.conversions.record({
      by,
      signature: values['signature'] ?? null,
      sourceIp: request.ip,
      clickIdText: given(values, 'gk_click_id')?.trim() ?? null,
      parameters: conversionParameters(values),
    });
    const httpStatus = result.outcome.kind === 'refused' ? REFUSAL_STATUS[result.outcome.code] : 200;
    await this.log.keep(request, startedAt, toLogEntry(result, httpStatus, values));
    void reply.code(httpStatus);
    return toAnswer(result, httpStatus);
  }
}

function toPath({ s1, s2, s3 }: SecretPath): ConversionCall['by'] {
  return { kind: 'path', secrets: `${s1}/${s2}/${s3}` };
}

function conversionParameters(values: Readonly<Record<string, string>>): ConversionParameters {
  const found: Record<string, string> = {};
  for (const name of CONVERSION_PARAMETERS) {
    const value = values[name];
    if (value !== undefined && value !== '') found[name] = value;
  }
  return found;
}

function toAnswer({ outcome }: ConversionResult, httpStatus: number): PostbackAnswer {
  if (outcome.kind === 'refused') return failure(httpStatus, [refusalMessage(outcome.code)]);
  const { conversionId, status, rejectionReason } = outcome;
  return success({ conversionId, status, rejectionReason });
}

function toLogEntry(
  result: ConversionResult,
  httpStatus: number,
  values: Readonly<Record<string, string>>,
): Parameters<InboundLog['keep']>[2] {
  const { accountId, offerId, clickId, trace, outcome } = result;
  return {
    kind: 'conversion',
    httpStatus,
    result: outcome.kind === 'refused' ? outcome.code : outcome.kind,
    parameters: values,
    trace: withHints(trace, values),
    accountId,
    offerId,
    clickId,
    conversionId: outcome.kind === 'refused' ? null : outcome.conversionId,
  };
}
