import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';

const PREFIX = 'filter.';

/** Filters may be named with and without `filter.` before them; of one that is sent both ways the bare one counts. G10.12. */
@Injectable()
export class BareFilters implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.query = withBareNames(request.query);
    return next.handle();
  }
}

export function withBareNames(query: unknown): unknown {
  if (typeof query !== 'object' || query === null) return query;
  const prefixed: [string, unknown][] = [];
  const bare: [string, unknown][] = [];
  for (const [name, value] of Object.entries(query)) {
    if (name.startsWith(PREFIX)) prefixed.push([name.slice(PREFIX.length), value]);
    else bare.push([name, value]);
  }
  return Object.fromEntries([...prefixed, ...bare]);
}
