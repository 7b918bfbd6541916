import { ALL_CASES } from './all-cases';
import { inTime } from './cases/answers/in-time';
import type { CheckOptions } from './check-options';
import { CASE_IDS } from './finding';
import type { Answer, Exchange } from './exchange';
import { acknowledged, isUnreachable, refused } from './judge';

const exchange = (answer: Answer, url = 'https://publisher.example/callback'): Exchange => ({
  what: 'Success callback',
  changed: null,
  request: { method: 'POST', url, headers: {}, body: '{}' },
  answer,
  tookMs: 12_000,
});
const answered = (status: number, headers: Record<string, string> = {}): Exchange =>
  exchange({ kind: 'answered', status, headers, body: '' });
const none = (code: string, url?: string): Exchange =>
  exchange({ kind: 'none', code, reason: 'No answer came', advice: 'Look.' }, url);

describe(acknowledged.name, () => {
  it.each([200, 201, 204, 299])('should take %i for acknowledged (K§5.3)', (status) => {
    expect(acknowledged(answered(status))).toBeNull();
  });

  it.each([
    [400, 'never sends it again'],
    [404, 'never sends it again'],
    [502, 'never sends it again'],
    [500, 'tries again five times'],
    [503, 'tries again five times'],
  ])('should say of %i what the platform does about it: it %s', (status, what) => {
    const finding = acknowledged(answered(status));
    expect(finding?.got).toContain(what);
    expect(finding).not.toHaveProperty('blame');
  });

  it.each([
    [answered(301, { location: '/elsewhere' }), 'redirects', '301, a redirect to /elsewhere'],
    [answered(304), 'redirects', '304, a redirect'],
    [none('ETIMEDOUT'), 'in-time', 'none within 12.0 s (ETIMEDOUT)'],
    [none('ECONNREFUSED'), 'reachable', 'No answer came'],
    [none('HPE_INVALID_CONSTANT'), 'reachable', 'No answer came'],
    [none('CERT_HAS_EXPIRED'), 'reachable', 'the certificate has expired (CERT_HAS_EXPIRED)'],
    [none('ERR_TLS_CERT_ALTNAME_INVALID'), 'reachable', 'the certificate is for another host name'],
    [none('DEPTH_ZERO_SELF_SIGNED_CERT'), 'reachable', 'the certificate is signed by nobody that is trusted'],
    [none('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'reachable', 'the chain of the certificate is not complete'],
    [none('EPROTO'), 'reachable', 'no TLS connection came about'],
    [none('EPROTO', 'http://publisher.example/'), 'reachable', 'No answer came'],
  ])('should hand %j to the case about it: %s, %s', (broken, blame, got) => {
    for (const judge of [acknowledged, refused]) {
      const finding = judge(broken);
      expect(finding).toMatchObject({ blame });
      expect(finding?.got.startsWith(got)).toBe(true);
    }
  });
});

describe(refused.name, () => {
  it.each([400, 401, 403, 404, 422])('should take %i for a refusal', (status) => {
    expect(refused(answered(status))).toBeNull();
  });

  it.each([
    [200, 'took it'],
    [500, 'try this again'],
    [503, 'try this again'],
  ])('should not take %i for one', (status, what) => {
    expect(refused(answered(status))?.got).toContain(what);
  });
});

describe(isUnreachable.name, () => {
  it.each([
    [none('ECONNREFUSED'), true],
    [none('ENOTFOUND'), true],
    [none('ETIMEDOUT'), false],
    [none('CERT_HAS_EXPIRED'), false],
    [answered(503), false],
  ])('should tell of %j: %s', (one, expected) => {
    expect(isUnreachable(one)).toBe(expected);
  });
});

describe('the cases', () => {
  it('should be there for each id, in this order', () => {
    expect(ALL_CASES.map(({ id }) => id)).toEqual(CASE_IDS);
  });

  it.each([
    [15_000, 'warn'],
    [36_000, undefined],
  ])('should have a word for an answer after 12 s of %i ms: %s', (timeoutMs, weight) => {
    const options: CheckOptions = {
      ...{ callbackUrl: '', secret: null, keyCase: 'camel', verifyUrl: null, memberId: null },
      timeoutMs,
    };
    expect(inTime.looksAt?.(answered(200), options)?.weight).toBe(weight);
  });
});
