import { answerInShort, isAcknowledged, type Answer, type Exchange } from './exchange';
import type { CaseId, Finding } from './finding';

type NoAnswer = Extract<Answer, { kind: 'none' }>;

const TIMED_OUT = /TIMEDOUT|TIMEOUT|ECONNABORTED/;
/** Nobody is there at all. */
const NOBODY = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/** Certificates, by the code of what is wrong with them, in plain words. */
const TLS: readonly (readonly [code: RegExp, got: string, fix: string])[] = [
  [
    /CERT_HAS_EXPIRED/,
    'the certificate has expired',
    'Renew the certificate, and see that the server has loaded the new one.',
  ],
  [/CERT_NOT_YET_VALID/, 'the certificate is not valid yet', 'Check the clock of this machine, or wait for its date.'],
  [
    /ALTNAME_INVALID/,
    'the certificate is for another host name',
    'Have the certificate name the host of the callback URL, or use the name that it has.',
  ],
  [
    /SELF_SIGNED/,
    'the certificate is signed by nobody that is trusted',
    'Use a certificate of a public authority; for one of your own set NODE_EXTRA_CA_CERTS where Pitlane starts.',
  ],
  [
    /UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER/,
    'the chain of the certificate is not complete',
    'Let the server send the intermediate certificates, too; browsers fetch them by themselves, servers do not.',
  ],
  [
    /EPROTO|WRONG_VERSION|SSL|TLS/,
    'no TLS connection came about',
    'Check that this port speaks TLS 1.2 or newer, or write http:// where it speaks none.',
  ],
];

/** A request whose answer says nothing about the case: who looks after that, and what it was. `null`: it was answered by the endpoint itself. */
export function brokenOff(exchange: Exchange): Finding | null {
  const { answer } = exchange;
  if (answer.kind === 'none') return unanswered(exchange, answer);
  if (answer.status < 300 || answer.status > 399) return null;
  const target = answer.headers['location'];
  return {
    blame: 'redirects',
    expected: 'an answer of the endpoint itself',
    got: `${String(answer.status)}, a redirect${target === undefined ? '' : ` to ${target}`}`,
    exchange,
  };
}

/** Wants any 2xx. K§5.3. */
export function acknowledged(exchange: Exchange): Finding | null {
  const broken = brokenOff(exchange);
  if (broken !== null || isAcknowledged(exchange)) return broken;
  const status = answerInShort(exchange);
  const after =
    status === '500' || status === '503'
      ? 'The platform tries again five times within 62 minutes, then gives up'
      : 'The platform takes this for final and never sends it again';
  return { expected: 'a 2xx answer', got: `${status} to the ${exchange.what}. ${after}`, exchange };
}

/** Wants 4xx, and takes nothing else for a refusal. */
export function refused(exchange: Exchange): Finding | null {
  const broken = brokenOff(exchange);
  if (broken !== null) return broken;
  const status = Number(answerInShort(exchange));
  if (status >= 400 && status <= 499) return null;
  const got = status < 300 ? 'The endpoint took it' : 'The platform would try this again, as if the endpoint were down';
  return { expected: 'a 4xx answer', got: `${String(status)} to the ${exchange.what}. ${got}`, exchange };
}

/** Whether nobody listens there at all. */
export function isUnreachable({ answer }: Exchange): boolean {
  return answer.kind === 'none' && NOBODY.test(answer.code);
}

function unanswered(exchange: Exchange, { code, reason, advice }: NoAnswer): Finding {
  const took = `${(exchange.tookMs / 1_000).toFixed(1)} s`;
  if (TIMED_OUT.test(code)) {
    return { blame: 'in-time', expected: 'an answer in time', got: `none within ${took} (${code})`, exchange };
  }
  const blame: CaseId = 'reachable';
  const tls = exchange.request.url.startsWith('https:') ? TLS.find(([pattern]) => pattern.test(code)) : undefined;
  if (tls === undefined) return { blame, expected: 'an HTTP answer', got: reason, fix: advice, exchange };
  const [, got, fix] = tls;
  return { blame, expected: 'a TLS connection', got: `${got} (${code})`, fix, exchange };
}
