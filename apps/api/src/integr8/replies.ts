import type { ErrorShape } from '../http/server/edge-errors.filter';

/** What the rejection endpoint answers to everything it took, found or not: ids can't be probed. K§4.1. */
export const OK = { status: 'ok' } as const;

export interface Integr8Error {
  status: 'error';
  message: string;
  errors: { field: string; message: string }[];
}

/** Errors of this edge, short and in its own shape. */
export const INTEGR8_ERRORS: ErrorShape = {
  prefixes: ['/r/', '/i/'],
  kindOf: () => 'rejection',
  contentType: 'application/json; charset=utf-8',
  body: (problem): Integr8Error => ({ status: 'error', message: problem.message, errors: [...problem.errors] }),
};
