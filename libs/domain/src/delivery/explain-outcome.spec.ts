import fc from 'fast-check';
import type { AttemptOutcome } from './delivery';
import { explainOutcome } from './explain-outcome';

const answered = (status: number, headers: Record<string, string> = {}): AttemptOutcome => ({
  kind: 'answered',
  status,
  headers,
  body: '',
  bodyTruncated: false,
});
const silent = (code: string): AttemptOutcome => ({ kind: 'no-answer', code, message: 'raw words of the system' });

describe(explainOutcome.name, () => {
  it.each([
    [answered(404), 'The receiver answered 404', 'path'],
    [answered(401), 'The receiver answered 401', 'secret header'],
    [answered(405), 'The receiver answered 405', 'method'],
    [answered(410), 'The receiver answered 410', 'gone for good'],
    [answered(418), 'The receiver answered 418', '2xx'],
    [answered(503), 'The receiver answered 503', 'log'],
    [answered(302), 'The receiver answered 302, a redirect', 'not followed'],
    [
      answered(301, { location: 'https://new.example/' }),
      'The receiver answered 301, a redirect to https://new.example/',
      'final URL',
    ],
    [silent('ECONNREFUSED'), 'The receiver refused the connection (ECONNREFUSED)', 'running'],
    [silent('ECONNRESET'), 'The receiver closed the connection before it answered (ECONNRESET)', 'log'],
    [silent('ENOTFOUND'), 'The host name of the receiver is unknown (ENOTFOUND)', 'DNS'],
    [silent('ETIMEDOUT'), 'The receiver did not answer in time (ETIMEDOUT)', 'DELIVERY_TIMEOUT'],
    [silent('UND_ERR_HEADERS_TIMEOUT'), 'The receiver did not answer in time (UND_ERR_HEADERS_TIMEOUT)', 'TIMEOUT'],
    [silent('CERT_HAS_EXPIRED'), 'No secure connection to the receiver came about (CERT_HAS_EXPIRED)', 'certificate'],
    [
      silent('DEPTH_ZERO_SELF_SIGNED_CERT'),
      'No secure connection to the receiver came about (DEPTH_ZERO_SELF_SIGNED_CERT)',
      'certificate',
    ],
    [
      silent('FAULT_BEFORE_SEND'),
      'An injected fault failed the attempt before anything was sent (FAULT_BEFORE_SEND)',
      'failNext',
    ],
    [
      silent('FAULT_AFTER_SEND'),
      'An injected fault threw the answer away, which the receiver had given (FAULT_AFTER_SEND)',
      'failNext',
    ],
    [silent('EHOSTUNREACH'), 'No answer came from the receiver (EHOSTUNREACH)', 'reached'],
    [
      { kind: 'malformed', code: 'HPE_INVALID_CONSTANT', message: 'x' },
      'The answer of the receiver is not valid HTTP (HPE_INVALID_CONSTANT)',
      'port',
    ],
    [
      { kind: 'refused', code: 'EGRESS', message: '10.0.0.1 is private' },
      'The address of the receiver may not be called: 10.0.0.1 is private',
      'EGRESS_ALLOW',
    ],
  ] satisfies [AttemptOutcome, string, string][])('should explain %j: %s', (outcome, reason, words) => {
    const explanation = explainOutcome(outcome);
    expect(explanation.reason).toBe(reason);
    expect(explanation.advice).toContain(words);
  });

  it('should stay short and on one line, whatever the other side says', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 1_000 }),
        fc.integer({ min: 300, max: 399 }),
        (text, status) => {
          for (const outcome of [answered(status, { location: text }), silent(text)]) {
            const { reason, advice } = explainOutcome(outcome);
            expect(reason).not.toMatch(/\p{Cc}/u);
            expect(reason.length).toBeLessThan(300);
            expect(advice).toMatch(/^[A-Z].*\.$/);
          }
        },
      ),
    );
  });
});
