import type { AttemptOutcome } from './delivery';

/** What went wrong with an attempt (no full stop), and what a person can do about it. K§5.3. */
export interface Explanation {
  reason: string;
  advice: string;
}

const MAX_QUOTE_LENGTH = 200;

const STATUS_ADVICE: Readonly<Partial<Record<number, string>>> = {
  400: 'Compare the request kept with this attempt with what the receiver expects; its answer may say more.',
  401: 'Check the secret header: its name and value must be those that the receiver knows.',
  403: "Check the secret header, and that the receiver's firewall lets this server in.",
  404: 'Check the path of the configured URL.',
  405: 'Check the HTTP method: callbacks are POST, a postback has the configured one.',
  408: 'The receiver waited too long for the request; check proxies in between.',
  410: 'The receiver says that this URL is gone for good; configure the new one.',
  413: 'Raise the largest body that the receiver takes.',
  415: 'Let the receiver take Content-Type application/json.',
  422: 'Compare the request kept with this attempt with what the receiver expects; its answer may say more.',
  429: 'Raise the rate that the receiver allows.',
};

/** By error code; the first that matches. */
const NO_ANSWER: readonly (readonly [code: RegExp, explanation: Explanation])[] = [
  [
    /^FAULT_BEFORE_SEND$/,
    {
      reason: 'An injected fault failed the attempt before anything was sent',
      advice: 'This was asked for by failNext, see GET /admin/v1/emulator/faults.',
    },
  ],
  [
    /^FAULT_AFTER_SEND$/,
    {
      reason: 'An injected fault threw the answer away, which the receiver had given',
      advice: 'This was asked for by failNext, see GET /admin/v1/emulator/faults.',
    },
  ],
  [
    /ECONNREFUSED/,
    {
      reason: 'The receiver refused the connection',
      advice: 'Check that the receiver is running, and the host and port of the configured URL.',
    },
  ],
  [
    /ECONNRESET|EPIPE|UND_ERR_SOCKET/,
    {
      reason: 'The receiver closed the connection before it answered',
      advice: "See the receiver's log for a crash or a limit at this time.",
    },
  ],
  [
    /ENOTFOUND/,
    {
      reason: 'The host name of the receiver is unknown',
      advice: 'Check the host of the configured URL and its DNS entry.',
    },
  ],
  [
    /EAI_AGAIN/,
    {
      reason: 'The host name of the receiver could not be looked up',
      advice: 'Check that the DNS server of this machine answers.',
    },
  ],
  [
    /TIMEDOUT|TIMEOUT|ECONNABORTED/,
    {
      reason: 'The receiver did not answer in time',
      advice: 'Let the receiver answer first and work afterwards, or raise DELIVERY_TIMEOUT.',
    },
  ],
  [
    /CERT|TLS|SSL|EPROTO|SIGNATURE|ISSUER/,
    {
      reason: 'No secure connection to the receiver came about',
      advice: "Check the receiver's certificate: host name, expiry and chain.",
    },
  ],
];
const UNKNOWN_CODE: Explanation = {
  reason: 'No answer came from the receiver',
  advice: 'Check that the receiver can be reached from this server.',
};

export function explainOutcome(outcome: AttemptOutcome): Explanation {
  switch (outcome.kind) {
    case 'answered':
      return explainAnswer(outcome.status, outcome.headers);
    case 'no-answer':
      return explainNoAnswer(outcome.code);
    case 'malformed':
      return {
        reason: `The answer of the receiver is not valid HTTP (${quote(outcome.code)})`,
        advice: 'Check that the port of the configured URL speaks HTTP, and http or https as written there.',
      };
    case 'refused':
      return {
        reason: `The address of the receiver may not be called: ${quote(outcome.message)}`,
        advice: 'Configure a public address, or have the operator add this one to EGRESS_ALLOW.',
      };
  }
}

function explainAnswer(status: number, headers: Readonly<Record<string, string>>): Explanation {
  if (status >= 300 && status < 400) return explainRedirect(status, headers['location']);
  return { reason: `The receiver answered ${String(status)}`, advice: STATUS_ADVICE[status] ?? adviceByClass(status) };
}

function explainRedirect(status: number, location: string | undefined): Explanation {
  const target = location === undefined ? '' : ` to ${quote(location)}`;
  return {
    reason: `The receiver answered ${String(status)}, a redirect${target}`,
    advice: 'Redirects are not followed; configure the final URL itself.',
  };
}

function explainNoAnswer(code: string): Explanation {
  const [, { reason, advice }] = NO_ANSWER.find(([pattern]) => pattern.test(code)) ?? [null, UNKNOWN_CODE];
  return { reason: `${reason} (${quote(code)})`, advice };
}

function adviceByClass(status: number): string {
  return status >= 500
    ? "See the receiver's log of this time."
    : 'A receiver should answer with a 2xx status once it has taken the request; see its log.';
}

/** Text of the other side, on one line and short. */
function quote(text: string): string {
  return text.replace(/[\p{Cc}\p{Surrogate}]+/gu, ' ').slice(0, MAX_QUOTE_LENGTH);
}
