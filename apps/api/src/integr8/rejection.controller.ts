import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InboundLog } from '../http/inbound/inbound-log';
import { readParameters } from '../http/inbound/public-parameters';
import { OK } from './replies';
import { RejectionDesk } from './rejection-desk';

/** The third-party rejection endpoint: `/r/<endpointId>`, and by rewriting `<endpointId>.<host>/`. K§4.1, I§5. */
@Controller('r')
export class RejectionController {
  constructor(
    private readonly desk: RejectionDesk,
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
    const read = readParameters(request);
    const { answer, problem } = await this.desk.judge(request, endpointId.toLowerCase(), read);
    const parameters = read.kind === 'read' ? read.values : {};
    await this.log.keep(request, startedAt, { kind: 'rejection', ...answer, parameters });
    if (problem !== null) throw problem;
    return OK;
  }
}
