import fc from 'fast-check';
import { addMoney, moneyToNumber, parseMoney, percentOf } from './money';

const amounts = fc
  .tuple(fc.bigInt({ min: 0n, max: 999_999_999_999n }), fc.integer({ min: 0, max: 999_999 }))
  .map(([whole, fraction]) => `${String(whole)}.${String(fraction).padStart(6, '0')}`);

describe(parseMoney.name, () => {
  it.each([
    ['9.99', '9.99'],
    ['0', '0'],
    ['000', '0'],
    ['0.000001', '0.000001'],
    ['060', '60'],
    ['9.90', '9.9'],
    ['9.000000', '9'],
    ['999999999999.999999', '999999999999.999999'],
  ])('should read %j as %j', (text, money) => {
    expect(parseMoney(text)).toBe(money);
  });

  it.each([
    '',
    ' 9',
    '9 ',
    '9\n',
    '-1',
    '+1',
    '1e3',
    '0x10',
    '.5',
    '5.',
    '1,50',
    '1.2.3',
    'NaN',
    'Infinity',
    '٣',
    '1234567890123',
    '0.1234567',
    'abc',
  ])('should not read %j', (text) => {
    expect(parseMoney(text)).toBeNull();
  });

  it('should leave what it returned as it is', () => {
    fc.assert(
      fc.property(amounts, (text) => {
        const money = parseMoney(text) ?? '';
        expect(parseMoney(money)).toBe(money);
        expect(moneyToNumber(money)).toBe(Number(text));
      }),
    );
  });
});

describe(moneyToNumber.name, () => {
  it.each([
    ['9.99', 9.99],
    ['60.000000', 60],
    ['0.000001', 0.000001],
  ])('should turn %j into %d', (money, number) => {
    expect(moneyToNumber(money)).toBe(number);
  });
});

describe(percentOf.name, () => {
  it.each([
    ['100', '20', '20'],
    ['9.99', '20', '2'],
    ['9.99', '33.333333', '3.33'],
    ['1', '0.5', '0'],
    ['1', '1.5', '0.02'],
    ['1', '2.5', '0.02'],
    ['1', '2.500001', '0.03'],
    ['0.05', '50', '0.02'],
    ['0.15', '50', '0.08'],
    ['999999999999.999999', '100', '1000000000000'],
    ['10', '0', '0'],
  ])('should round %s × %s %% half-even to %s', (amount, percent, share) => {
    expect(percentOf(amount, percent)).toBe(share);
  });

  it('should stay within half a hundredth of the exact share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e7 }), fc.integer({ min: 0, max: 10_000 }), (cents, basisPoints) => {
        const share = percentOf(String(cents / 100), String(basisPoints / 100));
        const exact = (BigInt(cents) * BigInt(basisPoints)) / 1n;
        const off = BigInt(Math.round(moneyToNumber(share) * 100)) * 10_000n - exact;
        expect(off <= 5_000n && off >= -5_000n).toBe(true);
      }),
    );
  });
});

describe(addMoney.name, () => {
  it.each([
    ['0.1', '0.2', '0.3'],
    ['9.99', '0.01', '10'],
    ['999999999999.999999', '0.000001', '1000000000000'],
  ])('should add %s and %s to %s', (left, right, sum) => {
    expect(addMoney(left, right)).toBe(sum);
  });

  it('should throw for text that is no amount', () => {
    expect(() => addMoney('1', 'one')).toThrow(RangeError);
    expect(() => addMoney('1', '0.1234567')).toThrow(RangeError);
  });
});
