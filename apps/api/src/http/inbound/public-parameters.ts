import { hasForbiddenCharacters, type RefusalCode } from '@app/domain';
import type { FastifyRequest } from 'fastify';

const LONGEST_VALUE = 2_048;

/** Three times what the platforms document: each is looked at, and kept in the request log. */
const MOST_PARAMETERS = 200;

type ParameterRefusal = Extract<RefusalCode, 'parameter_too_long' | 'parameters_too_many' | 'parameter_invalid'>;

export type PublicParameters =
  | { kind: 'read'; values: Readonly<Record<string, string>> }
  | { kind: 'refused'; code: ParameterRefusal; parameter: string };

/**
 * Parameters of a public call: the query string, then the fields of a form or JSON body that it does not name. Of a
 * parameter that is sent twice the first counts. Unknown ones are let through. K§9: too many or too long, NUL, lone surrogates: 400.
 */
export function readParameters(request: FastifyRequest): PublicParameters {
  const values: Record<string, string> = {};
  let count = 0;
  for (const source of [request.query, request.body]) {
    if (source === null || typeof source !== 'object') continue;
    for (const [name, value] of Object.entries(source)) {
      const text = Object.hasOwn(values, name) ? null : toText(value);
      if (text === null) continue;
      count += 1;
      const code = count > MOST_PARAMETERS ? 'parameters_too_many' : problemOf(name, text);
      if (code !== null) return { kind: 'refused', code, parameter: name };
      values[name] = text ?? '';
    }
  }
  return { kind: 'read', values };
}

function problemOf(name: string, text: string | undefined): ParameterRefusal | null {
  if (text === undefined || hasForbiddenCharacters(text) || hasForbiddenCharacters(name)) return 'parameter_invalid';
  return text.length > LONGEST_VALUE ? 'parameter_too_long' : null;
}

/** `null`: as good as not sent; `undefined`: an object or a list of lists, which no parameter is. */
function toText(value: unknown): string | null | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'string') return first;
  if (typeof first === 'number' || typeof first === 'boolean') return String(first);
  return first === null || first === undefined ? null : undefined;
}
