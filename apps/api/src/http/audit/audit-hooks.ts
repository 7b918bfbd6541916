import { describeChanges, storableText } from '@app/domain';
import type { NewAuditLog } from '@app/store';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerAddress } from '../limits/caller-address';
import type { AuditLog } from './audit-log';
import { answeredId } from './answered-id';
import type { RefusedCall } from './refusal-counts';

const WRITES: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** The one change that is made by a GET: a link in a browser. */
const LOGIN = '/login';

/** Takes a body and changes nothing. */
const READS: ReadonlySet<string> = new Set(['/admin/v1/postbacks/preview']);

/**
 * Writes each change that somebody made with a key or at the console, after it was made and before it is answered: one
 * place for every route behind the admin guard, those to come among them. Reads, clicks and postbacks by GET never get here.
 */
export function auditChanges(fastify: FastifyInstance, audit: AuditLog): void {
  fastify.addHook('onRoute', (route) => {
    const methods = [route.method].flat();
    if (READS.has(route.url) || !(methods.some((method) => WRITES.has(method)) || route.url === LOGIN)) return;
    const given = route.onSend === undefined ? [] : [route.onSend].flat();
    route.onSend = [...given, keepOf(audit)];
  });
}

function keepOf(audit: AuditLog) {
  return (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: () => void): void => {
    const { actor } = request;
    if (actor === undefined || reply.statusCode >= 400) done();
    else void audit.keep(changeOf(request, reply.statusCode, payload)).then(done);
  };
}

function changeOf(request: FastifyRequest, httpStatus: number, payload: unknown): Omit<NewAuditLog, 'id'> {
  const call = callOf(request, httpStatus);
  const changes = [...describeChanges(request.query), ...describeChanges(request.body)];
  const isSecret = call.route === LOGIN;
  return {
    ...call,
    target: call.target ?? answeredId(payload),
    outcome: 'changed',
    calls: 1,
    changes: isSecret ? [] : changes,
  };
}

/** Somebody was not let in. */
export function auditRefusal(audit: AuditLog, request: FastifyRequest, httpStatus: number): void {
  audit.refuse(callerAddress(request.ip), callOf(request, httpStatus));
}

function callOf(request: FastifyRequest, httpStatus: number): RefusedCall {
  return {
    ...whoOf(request),
    sourceIp: request.ip,
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    target: targetOf(request.params),
    httpStatus,
    requestId: request.id,
  };
}

/** The account is that which the call acts on, else the one that the key belongs to. */
function whoOf({ actor, account }: FastifyRequest): Pick<RefusedCall, 'accountId' | 'actor' | 'keyId' | 'keyScope'> {
  const accountId = account?.id ?? null;
  if (actor === undefined) return { accountId, actor: 'unknown', keyId: null, keyScope: null };
  if (actor.kind !== 'key') return { accountId, actor: actor.kind, keyId: null, keyScope: null };
  return { accountId: accountId ?? actor.accountId, actor: 'key', keyId: actor.keyId, keyScope: actor.scope };
}

const LONGEST_TARGET = 255;

/** What the path names: the last of its parameters, an id mostly. */
function targetOf(parameters: unknown): string | null {
  if (typeof parameters !== 'object' || parameters === null) return null;
  const named = Object.values(parameters).filter((value) => typeof value === 'string');
  const last = named.at(-1);
  return last === undefined ? null : storableText(last.slice(0, LONGEST_TARGET));
}
