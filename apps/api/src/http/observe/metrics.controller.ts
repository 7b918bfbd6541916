import { Controller, Get, Req, Res } from '@nestjs/common';
import { Config, mayReadMetrics, MetricsPage, RootKeys } from '@app/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FailedKeys } from '../keys/failed-keys';
import { Problem } from '../problem';

/** What this process tells Prometheus. */
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly config: Config,
    private readonly keys: RootKeys,
    private readonly page: MetricsPage,
    private readonly failed: FailedKeys,
  ) {}

  @Get()
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!mayReadMetrics(this.config, this.keys, request.headers.authorization)) {
      const waitSeconds = await this.failed.count(request.ip);
      if (waitSeconds > 0) {
        throw new Problem(429, 'Too many calls with a wrong key. Try again later.', [], {
          'retry-after': String(waitSeconds),
        });
      }
      throw new Problem(401, 'Send the metrics token: Authorization: Bearer <METRICS_TOKEN>.', [], {
        'www-authenticate': 'Bearer',
      });
    }
    const { contentType, text } = await this.page.read();
    void reply.headers({ 'content-type': contentType, 'cache-control': 'no-store' }).send(text);
  }
}
