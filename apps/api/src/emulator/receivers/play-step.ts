import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { UNTRUSTED } from '../../http/server/security-headers';
import { delayOf, type AnsweringStep, type Fault, type ReceiverStep } from './script';

/** How long a receiver that never answers keeps its caller. */
const LONGEST_SILENCE_MS = 60_000;

/** Answers a call as the step says, or breaks it. `until`: whoever waits gives up then. */
export async function playStep(step: ReceiverStep, { request, reply }: Exchange, until: AbortSignal): Promise<void> {
  if ('fault' in step) await commit(step.fault, { request, reply }, until);
  else await answer(step, { request, reply }, until);
}

export interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

async function answer(step: AnsweringStep, { request, reply }: Exchange, until: AbortSignal): Promise<void> {
  const over = await waited(delayOf(step), until);
  if (over) {
    breakOff({ request, reply });
    return;
  }
  const { status, headers = {}, body } = step;
  const isText = typeof body === 'string' || body === undefined;
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  void reply
    .code(status)
    .header('content-type', type)
    .headers(headers)
    .headers(UNTRUSTED)
    .send(isText ? (body ?? '') : JSON.stringify(body));
}

async function commit(fault: Fault, { request, reply }: Exchange, until: AbortSignal): Promise<void> {
  const { socket } = request.raw;
  switch (fault) {
    case 'timeout':
      await waited(LONGEST_SILENCE_MS, until);
      breakOff({ request, reply });
      return;
    case 'reset':
      reply.hijack();
      socket.resetAndDestroy();
      return;
    case 'garbage':
      reply.hijack();
      socket.end('This is not HTTP.\r\n\r\n');
      return;
  }
}

function breakOff({ request, reply }: Exchange): void {
  reply.hijack();
  request.raw.socket.destroy();
}

/** Real time. Answers whether the wait was cut short. */
async function waited(ms: number, until: AbortSignal): Promise<boolean> {
  if (ms > 0) await pause(ms, undefined, { signal: until }).catch(() => undefined);
  return until.aborted;
}
