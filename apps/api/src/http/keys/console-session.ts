import type { FastifyRequest } from 'fastify';

export const SESSION_COOKIE = 'pitlane_session';

/** Every write by cookie must carry it: no form and no foreign page can. */
export const CONSOLE_HEADER = 'x-pitlane-console';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** The session of a request, when it may be used for it: reads by cookie alone, writes with our own header too. */
export function sessionOf(request: FastifyRequest): string | null {
  const safe = SAFE_METHODS.has(request.method) || request.headers[CONSOLE_HEADER] !== undefined;
  return safe ? cookieOf(request) : null;
}

export function cookieOf(request: FastifyRequest): string | null {
  const found = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
  return found === undefined ? null : found.slice(SESSION_COOKIE.length + 1);
}

/** `secure`: the browser came over HTTPS. */
export function sessionCookie(value: string, secure: boolean): string {
  return `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}${value === '' ? '; Max-Age=0' : ''}`;
}
