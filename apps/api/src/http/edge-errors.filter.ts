import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Log } from '@app/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, toProblemDetails } from './problem';

/** How one edge words an error; the first whose prefix begins the path is taken. */
export interface ErrorShape {
  prefixes: readonly string[];
  contentType: string;
  body(problem: Problem, request: FastifyRequest): unknown;
}

const PROBLEM_DETAILS: ErrorShape = {
  prefixes: [''],
  contentType: 'application/problem+json; charset=utf-8',
  body: (problem, request) => toProblemDetails(problem, pathOf(request)),
};

/** Words every error in the shape of the edge that it happened on. An error nobody expected is logged and told as 500, without its text. */
@Catch()
export class EdgeErrors implements ExceptionFilter {
  constructor(
    private readonly shapes: readonly ErrorShape[],
    private readonly log: Log,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const context = host.switchToHttp();
    const request = context.getRequest<FastifyRequest>();
    const reply = context.getResponse<FastifyReply>();
    this.answer(error, request, reply);
  }

  /** Also for errors that come before Nest: unreadable bodies and URLs. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = toProblem(error);
    if (problem.status >= 500) this.log.error({ err: error, path: pathOf(request) }, 'request failed');
    if (reply.sent) return;
    const path = pathOf(request);
    const shape = this.shapes.find(({ prefixes }) => prefixes.some((prefix) => path.startsWith(prefix))) ?? PROBLEM_DETAILS;
    void reply.code(problem.status).headers(problem.headers).header('content-type', shape.contentType).send(JSON.stringify(shape.body(problem, request)));
  }
}

/** Path without query; secrets can stand in either, but problem details go back to the caller alone. */
export function pathOf(request: FastifyRequest): string {
  const query = request.url.indexOf('?');
  return query === -1 ? request.url : request.url.slice(0, query);
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) return new Problem(error.getStatus(), nestMessage(error));
  const status = statusOf(error);
  if (status !== null) return new Problem(status, status === 413 ? 'The body is larger than 1 MiB.' : messageOf(error));
  return new Problem(500, 'Something went wrong on our side. The log says more.');
}

function nestMessage(error: HttpException): string {
  return error.getStatus() === 404 ? 'There is nothing at this address.' : error.message;
}

/** Fastify's own errors carry a 4xx status: bad JSON, unsupported media type, too large, bad URL. */
function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The request could not be read.';
}
