import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLog, readConfig } from '@app/runtime';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOCS_FOLDER, DocsController } from './docs.controller';
import { EdgeErrors } from '../server/edge-errors.filter';
import { SecurityHeaders } from '../server/security-headers';
import { createFastify } from '../server/fastify';

const STYLE = 'p { color: red }';
const PAGE = `<!doctype html><style>${STYLE}</style><p>Docs`;

@Module({})
class DocsModule {}

describe(DocsController.name, () => {
  let folder: string;
  let application: NestFastifyApplication;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pitlane-docs-'));
    const providers = [{ provide: DOCS_FOLDER, useValue: folder }];
    const module = { module: DocsModule, controllers: [DocsController], providers };
    const config = readConfig({});
    const headers = new SecurityHeaders(config);
    const errors = new EdgeErrors([], createLog('silent'), headers);
    application = await NestFactory.create<NestFastifyApplication>(module, createFastify(config, errors), {
      logger: false,
    });
    headers.register(application.getHttpAdapter().getInstance());
    application.useGlobalFilters(errors);
    await application.init();
    await application.getHttpAdapter().getInstance().ready();
  });

  afterEach(async () => {
    await application.close();
    rmSync(folder, { recursive: true });
  });

  const get = (url: string, headers: Record<string, string> = {}): ReturnType<NestFastifyApplication['inject']> =>
    application.inject({ url, headers });

  it('should allow the page its own style and nothing else', async () => {
    writeFileSync(join(folder, 'docs.html'), PAGE);
    const { statusCode, headers, body } = await get('/docs');
    const hash = createHash('sha256').update(STYLE).digest('base64');
    expect([statusCode, body]).toEqual([200, PAGE]);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
  });

  it('should send the description as JSON', async () => {
    writeFileSync(join(folder, 'openapi.json'), '{"openapi":"3.1.0"}');
    const answer = await get('/docs/openapi.json');
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.json()).toEqual({ openapi: '3.1.0' });
  });

  it('should not send again what is known already', async () => {
    writeFileSync(join(folder, 'docs.html'), PAGE);
    const { etag } = (await get('/docs')).headers;
    const { statusCode, body } = await get('/docs', { 'if-none-match': `"other", W/${String(etag)}` });
    expect([statusCode, body]).toEqual([304, '']);
    expect((await get('/docs', { 'if-none-match': '"other"' })).statusCode).toBe(200);
  });

  it('should say how to build what is not there, and find it once it is', async () => {
    const missing = await get('/docs');
    expect(missing.statusCode).toBe(404);
    expect(missing.json()).toMatchObject({ detail: 'docs.html is not there: it is made by "npm run build".' });
    writeFileSync(join(folder, 'docs.html'), PAGE);
    expect((await get('/docs')).statusCode).toBe(200);
  });
});
