import { nextSecret } from './callback-secret';

const PRESENT = { secretHeader: 'X-Api-Token', secretValueSealed: 'sealed(old)' };
const NONE = { secretHeader: null, secretValueSealed: null };
const seal = (value: string): string => `sealed(${value})`;

describe(nextSecret.name, () => {
  it.each([
    ['keep what is there', {}, PRESENT],
    ['remove it by its name', { secretHeader: null }, NONE],
    ['remove it by its value', { secretValue: null }, NONE],
    ['remove it by both', { secretHeader: null, secretValue: null }, NONE],
    [
      'set both anew',
      { secretHeader: 'X-New', secretValue: 'new' },
      { secretHeader: 'X-New', secretValueSealed: 'sealed(new)' },
    ],
  ])('should %s', (_, given, next) => {
    expect(nextSecret(given, PRESENT, seal)).toEqual(next);
  });

  it.each([
    [{ secretHeader: 'X-New' }, 'secretValue'],
    [{ secretHeader: 'X-New', secretValue: null }, 'secretValue'],
    [{ secretValue: 'new' }, 'secretHeader'],
    [{ secretHeader: 'Content-Length', secretValue: 'new' }, 'secretHeader'],
    [{ secretHeader: 'X-New', secretValue: 'a\r\nX-Other: b' }, 'secretValue'],
    [{ secretHeader: '', secretValue: '' }, 'secretHeader'],
  ])('should refuse %j and name %s', (given, field) => {
    expect(() => nextSecret(given, PRESENT, seal)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ field })] }) as Error,
    );
  });
});
