import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Config, newId } from '@app/runtime';
import { Database } from '@app/store';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { namedIds } from './named-ids';
import { playStep } from './play-step';
import { takeCall } from './receiver-queries';

/** Calls of all receivers that are under way at once, most of them because a script keeps them: what is more is refused. */
const MOST_AT_ONCE = 2_000;
const NO_ADDRESS = /^\d+(\.\d+)*$/;

/**
 * The public side of receivers: any method, any path below, any body. It stands beside Nest's routes, in a scope of its
 * own, because here a body is what came over the wire, readable or not. K§7.
 */
@Injectable()
export class ReceiverCalls implements OnModuleInit, BeforeApplicationShutdown {
  /** Calls that are kept waiting on purpose; a shutdown does not wait for them. */
  private readonly closing = new AbortController();
  private underWay = 0;

  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    if (!this.config.local) return;
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    // Not awaited: that would load the server before Nest has given it its routes and its error handler.
    void fastify.register((scope, _, done) => {
      this.serve(scope);
      done();
    });
  }

  beforeApplicationShutdown(): void {
    this.closing.abort();
  }

  private serve(scope: FastifyInstance): void {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => {
      done(null, body);
    });
    // A Content-Type that nobody could read is no reason to refuse a body here. The record shows what was sent.
    scope.addHook('onRequest', (request, _, done) => {
      if (request.headers['content-type'] !== undefined) request.headers['content-type'] = 'application/octet-stream';
      done();
    });
    scope.setErrorHandler((error: FastifyError, _, reply) => {
      const status = error.statusCode ?? 500;
      void reply
        .code(status)
        .type('text/plain; charset=utf-8')
        .send(status < 500 ? error.message : 'Something went wrong on our side.');
    });
    scope.all('/receivers/:first', (request, reply) => this.take(request, reply));
    scope.all('/receivers/:first/*', (request, reply) => this.take(request, reply));
  }

  private async take(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (this.underWay >= MOST_AT_ONCE) {
      return reply.code(503).type('text/plain; charset=utf-8').send('Too many calls of receivers are under way.\n');
    }
    this.underWay += 1;
    try {
      return await this.answer(request, reply);
    } finally {
      this.underWay -= 1;
    }
  }

  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const [first = '', second = ''] = pathSegments(request.url);
    const body = toText(request.body);
    const step = await takeCall(this.database, {
      id: newId(),
      segments: [first, second],
      labels: accountLabels(request.hostname),
      method: request.method,
      url: request.url,
      headers: toHeaders(request),
      body,
      named: namedIds(request.url, body),
    });
    if (step === null) return reply.code(404).type('text/plain; charset=utf-8').send('There is no such receiver.\n');
    const gone = new AbortController();
    const leave = (): void => {
      gone.abort();
    };
    request.raw.socket.once('close', leave);
    await playStep(step, { request, reply }, AbortSignal.any([gone.signal, this.closing.signal]));
    request.raw.socket.off('close', leave);
    return reply;
  }
}

/** Names are plain, so an escaped one is no name of ours: nothing is decoded here. */
function pathSegments(url: string): string[] {
  return url
    .replace(/[?#].*$/s, '')
    .split('/')
    .slice(2);
}

function accountLabels(hostname: string): string[] {
  return NO_ADDRESS.test(hostname) ? [] : hostname.toLowerCase().split('.').slice(0, -1).slice(0, 2);
}

/** As they were sent: names in lower case, repeated ones joined. */
function toHeaders({ raw: { rawHeaders } }: FastifyRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = [rawHeaders[index]?.toLowerCase(), rawHeaders[index + 1]];
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

/** PostgreSQL keeps no NUL; what is no UTF-8 is shown as far as it can be. */
function toText(body: unknown): string {
  return Buffer.isBuffer(body) ? body.toString('utf8').replaceAll('\0', '\uFFFD') : '';
}
