import { addressList } from './address-list';

describe(addressList.name, () => {
  it.each([
    ['203.0.113.7', ['203.0.113.7'], true],
    ['203.0.113.8', ['203.0.113.7'], false],
    ['203.0.113.200', ['203.0.113.0/24'], true],
    ['203.0.114.1', ['203.0.113.0/24'], false],
    ['203.0.113.7', ['203.0.113.9/24'], true],
    ['198.51.100.1', ['0.0.0.0/0'], true],
    ['::ffff:203.0.113.7', ['203.0.113.0/24'], true],
    ['2001:db8::1', ['2001:db8::/32'], true],
    ['2001:DB8:0:0:0:0:0:1', ['2001:db8::1'], true],
    ['2001:db9::1', ['2001:db8::/32'], false],
    ['2001:db8::1', ['0.0.0.0/0'], false],
    ['203.0.113.7', ['2001:db8::/32', '203.0.113.7/32'], true],
    ['203.0.113.7', [], false],
    ['no address', ['0.0.0.0/0', '::/0'], false],
  ])('should look for %s in %j: %s', (address, entries, expected) => {
    expect(addressList(entries)(address)).toBe(expected);
  });
});
