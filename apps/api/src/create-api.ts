import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestLog } from '@app/runtime';
import { Catalog, CONFIG_CHANNEL, RecordClick } from '@app/tracking';
import { ApiModule } from './api.module';
import { ENVELOPE_ERRORS } from './gokart/envelope';
import { OfferWallController } from './gokart/offer-wall/offer-wall.controller';
import { leadClicksStraight } from './gokart/offer-wall/straight-clicks';
import { auditChanges } from './http/audit/audit-hooks';
import { AuditLog } from './http/audit/audit-log';
import { KeyUse } from './http/keys/key-use';
import { Limits } from './http/limits/limits';
import { registerBodyParsers } from './http/server/body-parsers';
import { answerExpectations } from './http/server/client-errors';
import { EdgeErrors } from './http/server/edge-errors.filter';
import { endConnectionsOnClose } from './http/server/end-connections';
import { createFastify } from './http/server/fastify';
import { rememberPeers } from './http/server/peer-addresses';
import { SecurityHeaders } from './http/server/security-headers';
import { SERVER_TIMES, type ServerTimes } from './http/server/server-times';
import { InboundLog } from './http/inbound/inbound-log';
import { RequestLog } from './http/inbound/request-log';
import { observeApi } from './http/observe/observe-api';
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
export async function createApi(parts: ApiParts, times: ServerTimes = SERVER_TIMES): Promise<Api> {
  const { config, log, database } = parts;
  const headers = new SecurityHeaders(config);
  const errors = new EdgeErrors([ENVELOPE_ERRORS, INTEGR8_ERRORS], log, headers);
  const application = await NestFactory.create<NestFastifyApplication>(
    ApiModule.with(parts),
    createFastify(config, errors, times),
    { logger: new NestLog(log), abortOnError: false, bodyParser: false },
  );
  const fastify = application.getHttpAdapter().getInstance();
  headers.register(fastify);
  answerExpectations(fastify);
  registerBodyParsers(application, { parsedMs: times.body });
  endConnectionsOnClose(fastify);
  rememberPeers(fastify);
  leadClicksStraight(fastify, application.get(OfferWallController, { strict: false }), (error, request, reply) =>
    errors.answer(error, request, reply),
  );
  errors.logInboundTo(application.get(InboundLog, { strict: false }));
  const audit = application.get(AuditLog);
  auditChanges(fastify, audit);
  errors.logRefusalsTo(audit);
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
  const unobserve = observeApi(application, parts);
  await application.listen(config.PORT, config.HOST);
  const { port } = new URL(await application.getUrl());
  return {
    port: Number(port),
    close: async () => {
      await application.close();
      await Promise.all([application.get(RecordClick).drained(), application.get(RequestLog).drained()]);
      await Promise.all([audit.close(), application.get(KeyUse).drained()]);
      application.get(Limits).close();
      unsubscribe();
      unobserve();
    },
  };
}
