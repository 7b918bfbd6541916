import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestLog } from '@app/runtime';
import { Catalog, CONFIG_CHANNEL, RecordClick } from '@app/tracking';
import { ApiModule } from './api.module';
import { ENVELOPE_ERRORS } from './gokart/envelope';
import { registerBodyParsers } from './http/server/body-parsers';
import { EdgeErrors } from './http/server/edge-errors.filter';
import { endConnectionsOnClose } from './http/server/end-connections';
import { createFastify } from './http/server/fastify';
import { rememberPeers } from './http/server/peer-addresses';
import { InboundLog } from './http/inbound/inbound-log';
import { RequestLog } from './http/inbound/request-log';
import { adminValidation } from './http/validation';
import { INTEGR8_ERRORS } from './integr8/replies';
import type { ApiParts } from './walk.module';

/** A running API process. */
export interface Api {
  /** Port that it listens on. */
  port: number;
  /** Takes no new calls, answers those under way, writes what is gathered. */
  close(): Promise<void>;
}

/** Builds the API, listens, and follows changes of configuration that other processes make. */
export async function createApi(parts: ApiParts): Promise<Api> {
  const { config, log, database } = parts;
  const errors = new EdgeErrors([ENVELOPE_ERRORS, INTEGR8_ERRORS], log);
  const application = await NestFactory.create<NestFastifyApplication>(
    ApiModule.with(parts),
    createFastify(config, errors),
    { logger: new NestLog(log), abortOnError: false, bodyParser: false },
  );
  registerBodyParsers(application);
  endConnectionsOnClose(application.getHttpAdapter().getInstance());
  rememberPeers(application.getHttpAdapter().getInstance());
  errors.logInboundTo(application.get(InboundLog, { strict: false }));
  application.useGlobalFilters(errors);
  application.useGlobalPipes(adminValidation());
  const catalog = application.get(Catalog);
  const unsubscribe = await database.notifications.subscribe(CONFIG_CHANNEL, {
    onNotification: (accountId) => {
      catalog.forget(accountId);
    },
    onListening: () => {
      catalog.forgetAll();
    },
  });
  await application.listen(config.PORT, config.HOST);
  const { port } = new URL(await application.getUrl());
  return {
    port: Number(port),
    close: async () => {
      await application.close();
      await Promise.all([application.get(RecordClick).drained(), application.get(RequestLog).drained()]);
      unsubscribe();
    },
  };
}
