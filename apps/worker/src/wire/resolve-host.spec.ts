import { parseHosts } from './resolve-host';

describe(parseHosts.name, () => {
  it('should list the addresses of each name, in their order', () => {
    const hosts = parseHosts(
      '127.0.0.1\tlocalhost box\n::1 localhost # again\n\n# 10.0.0.1 off\n10.0.0.2  Shop.Example\r\n',
    );

    expect(Object.fromEntries(hosts)).toEqual({
      localhost: [
        { address: '127.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ],
      box: [{ address: '127.0.0.1', family: 4 }],
      'shop.example': [{ address: '10.0.0.2', family: 4 }],
    });
  });

  it('should leave out lines without an address', () => {
    expect(parseHosts('nonsense here\n10.0.0 short\n\0').size).toBe(0);
  });
});
