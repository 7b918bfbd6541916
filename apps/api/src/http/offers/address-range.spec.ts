import { isAddressRange } from './address-range';

describe(isAddressRange.name, () => {
  it.each([
    '203.0.113.7',
    '0.0.0.0/0',
    '10.0.0.0/8',
    '203.0.113.7/32',
    '::1',
    '2001:db8::/32',
    '::ffff:10.0.0.1',
    '::/0',
    '::1/128',
  ])('should take %s', (text) => {
    expect(isAddressRange(text)).toBe(true);
  });

  it.each([
    '',
    'x',
    '1',
    '127.1',
    '0x7f.0.0.1',
    '1.2.3.4/33',
    '1.2.3.4/',
    '1.2.3.4/-1',
    '1.2.3.4/8/8',
    '::1/129',
    'fe80::1%eth0',
    ' 1.2.3.4',
  ])('should refuse %j', (text) => {
    expect(isAddressRange(text)).toBe(false);
  });
});
