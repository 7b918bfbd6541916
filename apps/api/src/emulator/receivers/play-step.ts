import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { UNTRUSTED } from '../../http/server/security-headers';
import { Readable } from 'node:stream';
import {
  bodyOf,
  delayOf,
  pauseOf,
  type AnsweringStep,
  type Drip,
  type Fault,
  type ReceiverStep,
  type RedirectingStep,
} from './script';

/** How long a receiver that never answers keeps its caller. */
const LONGEST_SILENCE_MS = 60_000;

/** Answers a call as the step says, or breaks it. `until`: whoever waits gives up then. */
export async function playStep(step: ReceiverStep, { request, reply }: Exchange, until: AbortSignal): Promise<void> {
  if ('fault' in step) await commit(step.fault, { request, reply }, until);
  else if ('redirect' in step) redirect(step, { request, reply });
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
  const { status, headers = {}, drip } = step;
  const { text, isText } = bodyOf(step);
  void reply
    .code(status)
    .header('content-type', `${isText ? 'text/plain' : 'application/json'}; charset=utf-8`)
    .headers(headers)
    .headers(UNTRUSTED);
  if (drip === undefined) void reply.send(text);
  else await dripOut(Buffer.from(text), { drip, reply, until });
}

function redirect({ redirect: location, status = 302 }: RedirectingStep, { reply }: Exchange): void {
  void reply.code(status).header('location', location).headers(UNTRUSTED).send('');
}

/** Resolves once all of it is out, or nobody takes it any more. A length that is told says whether all came. */
async function dripOut(
  body: Buffer,
  { drip, reply, until }: { drip: Drip; reply: FastifyReply; until: AbortSignal },
): Promise<void> {
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let from = 0; from < body.length; from += drip.bytes) {
      if (from > 0 && (await waited(pauseOf(drip), until))) throw new Error('nobody waits for the rest');
      yield body.subarray(from, from + drip.bytes);
    }
  }
  const stream = Readable.from(pieces());
  const ended = new Promise<void>((resolve) => stream.once('close', resolve));
  void reply.header('content-length', body.length).send(stream);
  await ended;
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
