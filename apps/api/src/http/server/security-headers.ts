import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

type Headers = Readonly<Record<string, string>>;

/** What an answer has that nobody is to show, frame, keep or run: all but those below. Pages say for themselves what they need. */
export const STRICT: Headers = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-permitted-cross-domain-policies': 'none',
  'cache-control': 'no-store',
};

/** A redirect or a few words for a server. Where a click comes from is the advertiser's to see, so no word on referrers. */
const TRACKING: Headers = { 'x-content-type-options': 'nosniff' };

/** The hosted offer wall, for any page to frame. G§2.1. */
const FRAMED: Headers = { ...without(STRICT, 'x-frame-options'), 'cross-origin-resource-policy': 'cross-origin' };

/** What a script says that a receiver answers, shown by a browser, must not act as a page of ours. */
export const UNTRUSTED: Headers = { 'x-content-type-options': 'nosniff', 'content-security-policy': 'sandbox' };

const OF_ROUTES: readonly [routes: RegExp, headers: Headers][] = [
  [/^\/api\/v1\/(offer-wall\/offer-link(-redirect)?|offer-link\/redirect\/:\w+|:s1\/:s2\/:s3|conversion)$/, TRACKING],
  [/^\/(track|postback|r\/:\w+)$/, TRACKING],
  [/^\/offer-wall(\/:\w+)?$/, FRAMED],
  [/^\/receivers\//, UNTRUSTED],
];

/** A year. Without subdomains: they are the operator's. */
const HTTPS_ONLY = 'max-age=31536000';

/** Headers that keep browsers from doing what nobody asked for, chosen for each route when it is made. */
export class SecurityHeaders {
  private readonly tellsHttps: boolean;

  /** Nobody but a trusted proxy can say that a client came by HTTPS. */
  constructor({ local, TRUST_PROXY }: { local: boolean; TRUST_PROXY: readonly string[] }) {
    this.tellsHttps = !local && TRUST_PROXY.length > 0;
  }

  /** Must be called before there are routes. */
  register(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', (route) => {
      const headers = headersOf(route.url);
      const given = route.onRequest === undefined ? [] : [route.onRequest].flat();
      const { tellsHttps } = this;
      const send = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
        void reply.headers(headers);
        if (tellsHttps) tellHttps(request, reply);
        done();
      };
      route.onRequest = [send, ...given];
    });
  }

  /** For an error, which may have come before any route was found. */
  addTo(request: FastifyRequest, reply: FastifyReply): void {
    void reply.headers(STRICT);
    if (this.tellsHttps) tellHttps(request, reply);
  }
}

function headersOf(route: string): Headers {
  const found = OF_ROUTES.find(([routes]) => routes.test(route));
  return found === undefined ? STRICT : found[1];
}

function tellHttps(request: FastifyRequest, reply: FastifyReply): void {
  if (request.protocol === 'https') void reply.header('strict-transport-security', HTTPS_ONLY);
}

function without(headers: Headers, name: string): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));
}
