import { packedNumber } from './packed-number';

describe(packedNumber.name, () => {
  it.each([
    ['a whole number', 0x0000_0006, 1],
    ['a negative one', 0xffff_ffea, -6],
    ['hundredths', 0x0000_01ef, 1.23],
    ['a real number', 0x3ff8_0000, 1.5],
    ['a negative real number', 0xbff8_0000, -1.5],
    ['hundredths of a real number', 0x4062_c001, 1.5],
  ])('should read %s', (_, bits, number) => {
    const data = Buffer.alloc(6);
    data.writeUInt32LE(bits, 2);
    expect(packedNumber(data, 2)).toBe(number);
  });
});
