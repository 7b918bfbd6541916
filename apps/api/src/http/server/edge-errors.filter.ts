import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Log } from '@app/runtime';
import type { InboundCallKind } from '@app/store';
import { AccountGone } from '@app/tracking';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { auditRefusal } from '../audit/audit-hooks';
import type { AuditLog } from '../audit/audit-log';
import type { InboundLog } from '../inbound/inbound-log';
import { INJECTED_FAULT, InjectedFault } from '../injected-fault';
import { REQUEST_ID_HEADER } from '../observe/request-ids';
import { Problem, toProblemDetails } from '../problem';
import type { SecurityHeaders } from './security-headers';

/** How one edge words an error; the first whose prefix begins the path is taken. */
export interface ErrorShape {
  prefixes: readonly string[];
  contentType: string;
  body(problem: Problem, request: FastifyRequest): unknown;
  /** What kind of inbound tracking call a path of this edge is; `undefined`: none. */
  kindOf?(path: string): InboundCallKind | undefined;
}

const PROBLEM_DETAILS: ErrorShape = {
  prefixes: [''],
  contentType: 'application/problem+json; charset=utf-8',
  body: (problem, request) => toProblemDetails(problem, { instance: pathOf(request), requestId: request.id }),
};

/** No valid key, not this key, too many wrong ones. */
const NOT_LET_IN: ReadonlySet<number> = new Set([401, 403, 429]);

const INJECTED = { row: null, rule: 'injected fault', result: 'failed' } as const;

/** Files have a limit of their own, and their own words. */
const TOO_LARGE = 'The body is larger than 1 MiB.';

/** Words every error in the shape of the edge that it happened on. An error nobody expected is logged and told as 500, without its text. */
@Catch()
export class EdgeErrors implements ExceptionFilter {
  private inbound: InboundLog | null = null;
  private audit: AuditLog | null = null;

  constructor(
    private readonly shapes: readonly ErrorShape[],
    private readonly log: Log,
    private readonly headers: SecurityHeaders,
  ) {}

  /** Where calls are kept that reached no controller. */
  logInboundTo(inbound: InboundLog): void {
    this.inbound = inbound;
  }

  /** Where it is told who was not let in. */
  logRefusalsTo(audit: AuditLog): void {
    this.audit = audit;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const context = host.switchToHttp();
    const request = context.getRequest<FastifyRequest>();
    const reply = context.getResponse<FastifyReply>();
    void this.answer(error, request, reply);
  }

  async answer(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const problem = toProblem(error);
    if (problem.status >= 500 && !(problem instanceof InjectedFault) && !hasLeft(error, reply)) {
      this.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'request failed');
    }
    if (reply.sent) return;
    const path = pathOf(request);
    const shape =
      this.shapes.find(({ prefixes }) => prefixes.some((prefix) => path.startsWith(prefix))) ?? PROBLEM_DETAILS;
    // A call whose body could not be read reached no controller: it is logged here, like any other tracking call.
    const kind = shape.kindOf?.(path);
    if (kind === undefined) this.noteRefusal(request, problem);
    else if (statusOf(error) !== null || problem instanceof InjectedFault) await this.keep(request, kind, problem);
    this.headers.addTo(request, reply);
    void reply
      .code(problem.status)
      .headers(problem.headers)
      .header(REQUEST_ID_HEADER, request.id)
      .header('content-type', shape.contentType)
      .send(JSON.stringify(shape.body(problem, request)));
  }

  private noteRefusal(request: FastifyRequest, problem: Problem): void {
    const { status } = problem;
    if (problem instanceof InjectedFault) return;
    if (this.audit !== null && NOT_LET_IN.has(status)) auditRefusal(this.audit, request, status);
  }

  private async keep(request: FastifyRequest, kind: InboundCallKind, problem: Problem): Promise<void> {
    try {
      await this.inbound?.keep(request, performance.now(), {
        kind,
        httpStatus: problem.status,
        ...(problem instanceof InjectedFault
          ? { result: INJECTED_FAULT, accountId: problem.accountId, trace: [INJECTED] }
          : { result: 'body_invalid' }),
        parameters: {},
      });
    } catch (error) {
      this.log.error({ err: error }, 'an inbound call could not be logged');
    }
  }
}

/** Path without query; secrets can stand in either, but problem details go back to the caller alone. */
export function pathOf(request: FastifyRequest): string {
  const query = request.url.indexOf('?');
  return query === -1 ? request.url : request.url.slice(0, query);
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof AccountGone) return Problem.notFound('account');
  if (error instanceof HttpException) return new Problem(error.getStatus(), nestMessage(error));
  // Before the outage: a caller who hangs up in the middle of a body has the same code as a database that does.
  const status = statusOf(error);
  if (status !== null) return new Problem(status, status === 413 ? TOO_LARGE : messageOf(error));
  if (isOutage(error)) {
    return new Problem(503, 'The database does not answer. Try again later.', [], { 'retry-after': '1' });
  }
  return new Problem(500, 'Something went wrong on our side. The log says more.');
}

/** The database is away or going: connections refused or cut, shutting down, starting up. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    /^(ECONNREFUSED|ECONNRESET|EPIPE|57P0[123]|53300|08\d{3})$/.test(code) ||
    error.message.startsWith('Connection terminated')
  );
}

/** A caller who hangs up closes what is being sent to him: nobody's failure, and nobody there to read of it. */
function hasLeft(error: unknown, { raw }: FastifyReply): boolean {
  const isClosed = typeof error === 'object' && error !== null && 'code' in error;
  return isClosed && error.code === 'ERR_STREAM_PREMATURE_CLOSE' && raw.destroyed;
}

function nestMessage(error: HttpException): string {
  if (error.getStatus() === 413) return TOO_LARGE;
  return error.getStatus() === 404 ? 'There is nothing at this address.' : error.message;
}

/** Fastify's own errors carry a 4xx status: bad JSON, unsupported media type, too large, bad URL. */
function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The request could not be read.';
}
