import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { CAP_NAMES, type FieldProblem } from '@app/domain';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { Problem } from '../../http/problem';

const CAP_LIKE = /^(da|we|mon?t|all|tot|life).*cap$/i;
const EVENT_LISTS = ['offerEvents', 'events'];

/** Unknown fields are left out, but one that means a cap is refused: an offer without the cap could cost money. */
@Injectable()
export class RefuseMisspeltCaps implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    const problems = misspeltCaps(body);
    if (problems.length > 0) throw new Problem(400, 'There is no such cap.', problems);
    return next.handle();
  }
}

/** Fields of an offer or its events that are no cap and look like one. */
export function misspeltCaps(offer: unknown): FieldProblem[] {
  return [
    ...capsOf(offer, ''),
    ...EVENT_LISTS.flatMap((list) => {
      const events = memberOf(offer, list);
      return Array.isArray(events) ? events.flatMap((event, index) => capsOf(event, `${list}.${index}.`)) : [];
    }),
  ];
}

function capsOf(fields: unknown, path: string): FieldProblem[] {
  if (typeof fields !== 'object' || fields === null) return [];
  return Object.keys(fields)
    .filter((name) => CAP_LIKE.test(name) && !CAP_NAMES.some((cap) => cap === name))
    .map((name) => ({ field: `${path}${name}`, message: `A cap is one of ${CAP_NAMES.join(', ')}.` }));
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}
