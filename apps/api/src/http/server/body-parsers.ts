import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { errorCodes, type FastifyInstance } from 'fastify';
import { parse } from 'node:querystring';
import { registerUploads, type BodyTimes } from './uploads';

/** More than any call may have, so that what is too much is seen to be. */
const MOST_FIELDS = 1_000;

/**
 * Reads JSON and form bodies. A body that is empty is no body, whatever its type: many clients name a type on every
 * call. Keys that could reach a prototype are refused. Uploads are read by their routes.
 */
export function registerBodyParsers(application: NestFastifyApplication, times: BodyTimes): void {
  const fastify = application.getHttpAdapter().getInstance();
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parseJson(request, body, done);
  });
  fastify.addContentTypeParser<string>(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, parse(body, '&', '=', { maxKeys: MOST_FIELDS }));
    },
  );
  registerYaml(fastify);
  registerUploads(fastify, times);
}

const YAML = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'];
/** The one route that reads YAML, as the text that it is: what is wrong with it is told by its lines. */
const YAML_ROUTE = '/admin/v1/emulator/seed';

function registerYaml(fastify: FastifyInstance): void {
  fastify.addContentTypeParser<string>(YAML, { parseAs: 'string' }, (request, body, done) => {
    if (request.routeOptions.url === YAML_ROUTE) done(null, body);
    else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE());
  });
}
