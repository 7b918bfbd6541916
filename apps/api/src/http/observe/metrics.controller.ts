import { Controller, Get, Headers, Res } from '@nestjs/common';
import { Config, mayReadMetrics, MetricsPage, RootKeys } from '@app/runtime';
import type { FastifyReply } from 'fastify';
import { Problem } from '../problem';

/** What this process tells Prometheus. */
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly config: Config,
    private readonly keys: RootKeys,
    private readonly page: MetricsPage,
  ) {}

  @Get()
  async read(@Headers('authorization') authorization: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    if (!mayReadMetrics(this.config, this.keys, authorization)) {
      throw new Problem(401, 'Send the metrics token: Authorization: Bearer <METRICS_TOKEN>.', [], {
        'www-authenticate': 'Bearer',
      });
    }
    const { contentType, text } = await this.page.read();
    void reply.headers({ 'content-type': contentType, 'cache-control': 'no-store' }).send(text);
  }
}
