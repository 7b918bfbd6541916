import { readCheckInput, type CheckInput } from './read-options';

const input = (given: Partial<CheckInput> = {}): CheckInput => ({
  callbackUrl: 'http://localhost:3000/callback',
  keyCase: 'camel',
  timeout: '15s',
  ...given,
});

describe(readCheckInput.name, () => {
  it('should read a bare endpoint', () => {
    expect(readCheckInput(input(), 15_000)).toEqual({
      kind: 'read',
      options: {
        callbackUrl: 'http://localhost:3000/callback',
        secret: null,
        keyCase: 'camel',
        verifyUrl: null,
        memberId: null,
        timeoutMs: 15_000,
      },
      only: null,
    });
  });

  it('should read cases by name, with blanks between', () => {
    const read = readCheckInput(input({ only: 'nulls, text,' }), 15_000);
    expect(read).toMatchObject({ kind: 'read', only: ['nulls', 'text'] });
  });

  it.each<readonly [Partial<CheckInput>, number | null, string]>([
    [{ callbackUrl: undefined }, 1, 'Which endpoint?'],
    [{ callbackUrl: 'localhost:3000' }, 1, "can't be configured"],
    [{ callbackUrl: `http://localhost/${'x'.repeat(500)}` }, 1, 'longer than 500'],
    [{ secretValue: 's' }, 1, '--secret-header'],
    [{ secretHeader: 'X-Token' }, 1, '--secret-value'],
    [{ secretHeader: 'Host', secretValue: 's' }, 1, '--secret-header: This header is set by the sender'],
    [{ secretHeader: 'X-Token', secretValue: 'a\nb' }, 1, '--secret-value: '],
    [{ verifyUrl: 'rewards/{conversionId}' }, 1, 'no http or https URL'],
    [{ verifyUrl: 'http://localhost/{memberId}' }, 1, '{conversionId}'],
    [{ only: 'null' }, 1, 'no case "null". There are: reachable, '],
    [{ only: ' , ' }, 1, 'no case ""'],
    [{ member: ' ' }, 1, '--member'],
    [{}, null, '--timeout'],
    [{}, 0, '--timeout'],
    [{}, 600_001, '--timeout'],
  ])('should refuse %j with the time-out %s: %s', (given, timeoutMs, problem) => {
    const read = readCheckInput(input(given), timeoutMs);
    expect(read).toMatchObject({ kind: 'wrong', problem: expect.stringContaining(problem) as string });
  });
});
