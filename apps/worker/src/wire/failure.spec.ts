import { EgressRefused } from '../egress-guard';
import { outcomeOfError } from './failure';

const failing = (code: string, message = 'why') => Object.assign(new Error(message), { code });

describe(outcomeOfError.name, () => {
  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'EPIPE',
    'EHOSTUNREACH',
    'CERT_HAS_EXPIRED',
  ])('should keep the word of the system: %s', (code) => {
    expect(outcomeOfError(failing(code))).toEqual({ kind: 'no-answer', code, message: 'why' });
  });

  it.each([
    ['UND_ERR_SOCKET', 'ECONNRESET'],
    ['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'],
    ['UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT'],
    ['UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'],
    ['UND_ERR_ABORTED', 'ECONNABORTED'],
    ['UND_ERR_DESTROYED', 'ECONNABORTED'],
  ])('should translate %s into %s', (code, own) => {
    expect(outcomeOfError(failing(code))).toMatchObject({ kind: 'no-answer', code: own });
  });

  it.each([
    [failing('HPE_INVALID_CONSTANT'), 'HPE_INVALID_CONSTANT'],
    [Object.assign(new Error('Invalid header'), { name: 'HTTPParserError', code: undefined }), 'HPE_INVALID_RESPONSE'],
    [failing('UND_ERR_HEADERS_OVERFLOW'), 'HPE_HEADER_OVERFLOW'],
    [failing('UND_ERR_RES_CONTENT_LENGTH_MISMATCH'), 'HPE_INVALID_CONTENT_LENGTH'],
    [failing('UND_ERR_SOCKET', 'bad response'), 'HPE_INVALID_STATUS'],
    [failing('UND_ERR_SOCKET', 'bad upgrade'), 'HPE_INVALID_STATUS'],
  ])('should call it malformed: %s', (error, code) => {
    expect(outcomeOfError(error)).toMatchObject({ kind: 'malformed', code });
  });

  it('should tell a refusal', () => {
    expect(outcomeOfError(new EgressRefused('no'))).toEqual({ kind: 'refused', code: 'EGRESS_REFUSED', message: 'no' });
  });

  it('should join the reasons of several addresses', () => {
    const both = new AggregateError([failing('ECONNREFUSED', 'first'), failing('ECONNREFUSED', 'second')]);

    expect(outcomeOfError(Object.assign(both, { code: 'ECONNREFUSED' }))).toEqual({
      kind: 'no-answer',
      code: 'ECONNREFUSED',
      message: 'first; second',
    });
  });

  it('should make an outcome of anything, short and storable', () => {
    expect(outcomeOfError('odd')).toEqual({ kind: 'no-answer', code: 'EUNKNOWN', message: 'odd' });
    expect(outcomeOfError(failing('EPIPE', `\0${'x'.repeat(1_000)}`))).toMatchObject({
      message: `\uFFFD${'x'.repeat(499)}`,
    });
  });
});
