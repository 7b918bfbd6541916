import { Durations, type Family, type Sample } from '@app/runtime';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { IncomingMessage, ServerResponse, type Server } from 'node:http';
import { EDGES, edgeOf } from './edges';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'other'] as const;
/** 429 stands apart: a limit that holds is no mistake of the caller's. */
const STATUSES = ['2xx', '3xx', '4xx', '429', '5xx'] as const;

const STARTED = 'http.server.request.start';
const FINISHED = 'http.server.response.finish';

const startedAt = Symbol('started at');

declare module 'node:http' {
  interface IncomingMessage {
    [startedAt]?: number;
  }
}

/**
 * Calls by edge, method and status, and how long they took. Counted where Node.js itself says that a request came and that its answer is
 * written: no hook of the framework, no listener on a response, two times read and two numbers added a call.
 */
export class HttpFigures {
  private readonly counts = new Float64Array(EDGES.length * METHODS.length * STATUSES.length);
  private readonly durations = EDGES.map(() => new Durations());

  /** Counts what comes to one server; answers how to stop. */
  watch(server: Server): () => void {
    const onStart = (fact: unknown): void => {
      const request = requestOf(fact, server);
      if (request !== null) request[startedAt] = performance.now();
    };
    const onFinish = (fact: unknown): void => {
      const request = requestOf(fact, server);
      if (request !== null) this.add(request, statusOf(fact), performance.now());
    };
    subscribe(STARTED, onStart);
    subscribe(FINISHED, onFinish);
    return () => {
      unsubscribe(STARTED, onStart);
      unsubscribe(FINISHED, onFinish);
    };
  }

  families(): Family[] {
    return [
      {
        name: 'pitlane_http_requests_total',
        help: 'Answered HTTP calls by edge, method and class of status; 429 is a class of its own.',
        type: 'counter',
        labels: ['edge', 'method', 'status'],
        read: () => this.requests(),
      },
      {
        name: 'pitlane_http_request_duration_seconds',
        help: 'Time from the headers of a call to the last byte of its answer, by edge.',
        type: 'histogram',
        labels: ['edge'],
        read: () => this.durations.flatMap((durations, place) => durations.samples({ edge: EDGES[place] ?? 'other' })),
      },
    ];
  }

  private add(request: IncomingMessage, status: number, now: number): void {
    const edge = EDGES.indexOf(edgeOf(request.url ?? ''));
    const place = (edge * METHODS.length + methodPlace(request.method ?? '')) * STATUSES.length + statusPlace(status);
    this.counts[place] = (this.counts[place] ?? 0) + 1;
    const began = request[startedAt];
    if (began !== undefined) this.durations[edge]?.add(now - began);
  }

  private requests(): Sample[] {
    return Array.from(this.counts, (value, place) => {
      const method = Math.floor(place / STATUSES.length);
      return {
        labels: {
          edge: EDGES[Math.floor(method / METHODS.length)] ?? 'other',
          method: METHODS[method % METHODS.length] ?? 'other',
          status: STATUSES[place % STATUSES.length] ?? '5xx',
        },
        value,
      };
    }).filter(({ value }) => value > 0);
  }
}

/** `null`: the call came to another server of this process. */
function requestOf(fact: unknown, server: Server): IncomingMessage | null {
  if (typeof fact !== 'object' || fact === null || !('server' in fact) || fact.server !== server) return null;
  return 'request' in fact && fact.request instanceof IncomingMessage ? fact.request : null;
}

function statusOf(fact: unknown): number {
  const isAnswer = typeof fact === 'object' && fact !== null && 'response' in fact;
  return isAnswer && fact.response instanceof ServerResponse ? fact.response.statusCode : 0;
}

function methodPlace(method: string): number {
  switch (method) {
    case 'GET':
      return 0;
    case 'POST':
      return 1;
    case 'PUT':
      return 2;
    case 'PATCH':
      return 3;
    case 'DELETE':
      return 4;
    default:
      return 5;
  }
}

function statusPlace(status: number): number {
  if (status < 300) return 0;
  if (status < 400) return 1;
  if (status === 429) return 3;
  return status < 500 ? 2 : 4;
}
