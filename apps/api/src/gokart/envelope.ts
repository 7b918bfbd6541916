import { REFUSALS, type RefusalCode } from '@app/domain';
import { newId } from '@app/runtime';
import type { ErrorShape } from '../http/server/edge-errors.filter';

/** What every GoKart endpoint answers. G§7.1. */
export interface ResponseResult<Data> {
  responseId: string;
  isSuccessful: boolean;
  responseTitle: string;
  responseType: string;
  messages: string[];
  data?: Data;
}

/** Names of error types are not documented: ours are the reason phrases of HTTP. */
const TYPES: Readonly<Record<number, readonly [type: string, title: string]>> = {
  400: ['BadRequest', 'Bad Request'],
  401: ['Unauthorized', 'Unauthorized'],
  403: ['Forbidden', 'Forbidden'],
  404: ['NotFound', 'Not Found'],
  405: ['MethodNotAllowed', 'Method Not Allowed'],
  409: ['Conflict', 'Conflict'],
  410: ['Gone', 'Gone'],
  413: ['PayloadTooLarge', 'Payload Too Large'],
  415: ['UnsupportedMediaType', 'Unsupported Media Type'],
  422: ['UnprocessableEntity', 'Unprocessable Entity'],
  429: ['TooManyRequests', 'Too Many Requests'],
};

/** HTTP status of each refusal on this edge. K§3.1, K§3.2. */
export const REFUSAL_STATUS: Readonly<Record<RefusalCode, number>> = {
  path_secret_wrong: 404,
  signature_missing: 401,
  signature_wrong: 401,
  gk_click_id_missing: 400,
  gk_click_id_invalid: 400,
  click_unknown: 404,
  event_id_missing: 400,
  event_unknown: 422,
  offer_unknown: 404,
  offer_inactive: 410,
  view_unknown: 404,
  view_offer_mismatch: 400,
  link_unknown: 404,
  endpoint_unknown: 404,
  https_required: 403,
  parameter_missing: 400,
  parameter_too_long: 400,
  parameters_too_many: 400,
  parameter_invalid: 400,
  body_invalid: 400,
  body_too_large: 413,
  rate_limited: 429,
};

export function success<Data>(data: Data): ResponseResult<Data> {
  return {
    responseId: newId(),
    isSuccessful: true,
    responseTitle: 'Success',
    responseType: 'Success',
    messages: [],
    data,
  };
}

export function failure(status: number, messages: string[]): ResponseResult<never> {
  const [responseType, responseTitle] = TYPES[status] ?? ['Error', 'Error'];
  return { responseId: newId(), isSuccessful: false, responseTitle, responseType, messages };
}

/** A refusal's sentence, with the parameter that it is about where the sentence does not say so itself. */
export function refusalMessage(code: RefusalCode, parameter?: string): string {
  return parameter === undefined ? REFUSALS[code] : `${parameter}: ${REFUSALS[code]}`;
}

/** Errors that no controller saw, in the same envelope. */
export const ENVELOPE_ERRORS: ErrorShape = {
  prefixes: ['/api/v1/', '/track', '/postback'],
  kindOf: (path) => {
    // Those take a key and track nothing.
    if (/^\/api\/v1\/(sdk-[^/]*|integrations)\//.test(path)) return undefined;
    return /^\/api\/v1\/offer-(wall|link)\//.test(path) ? 'click' : 'conversion';
  },
  contentType: 'application/json; charset=utf-8',
  body: (problem) =>
    failure(problem.status, [problem.message, ...problem.errors.map(({ field, message }) => `${field}: ${message}`)]),
};
