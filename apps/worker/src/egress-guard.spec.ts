import { EgressGuard, EgressRefused } from './egress-guard';

const PUBLIC = '93.184.216.34';

const guarded = (...egressAllow: string[]) => new EgressGuard({ egress: 'guarded', egressAllow });

function verdict(guard: EgressGuard, url: string, ...addresses: string[]): string {
  const { hostname, protocol, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const target = { host, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
  try {
    guard.checkTarget(target);
    const found = addresses.length > 0 ? addresses : [host];
    return guard
      .permittedOf(
        target,
        found.map((address) => ({ address })),
      )
      .map(({ address }) => address)
      .join(' ');
  } catch (error) {
    expect(error).toBeInstanceOf(EgressRefused);
    return error instanceof EgressRefused ? `${error.code}: ${error.message}` : '';
  }
}

describe(EgressGuard.name, () => {
  it.each([
    ['http://127.0.0.1/', 'loopback'],
    ['http://2130706433/', 'loopback'],
    ['http://0x7f.0.0.1/', 'loopback'],
    ['http://0177.1/', 'loopback'],
    ['http://127.0.0.1./', 'loopback'],
    ['http://①②⑦.0.0.1/', 'loopback'],
    ['http://%31%32%37.0.0.1/', 'loopback'],
    ['http://user:secret@10.0.0.1/', 'private'],
    ['http://0/', 'unspecified'],
    ['http://[::]/', 'unspecified'],
    ['http://[::1]/', 'loopback'],
    ['http://[::ffff:127.0.0.1]/', 'IPv4-mapped'],
    ['http://[0:0:0:0:0:ffff:a9fe:a9fe]/', 'IPv4-mapped'],
    ['https://169.254.169.254/latest/meta-data', 'link-local'],
    ['https://[fd00:ec2::254]/', 'unique local'],
  ])('should refuse %s as %s', (url, kind) => {
    expect(verdict(guarded(), url)).toMatch(new RegExp(`^EGRESS_REFUSED: \\S+ is internal \\(${kind}\\)$`));
  });

  it.each([
    ['http://metadata.google.internal/', 'private name'],
    ['http://redis:8080/', 'name without a domain'],
    ['http://a.localhost./', 'loopback'],
  ])('should refuse %s by its name, whatever addresses it has', (url, kind) => {
    expect(verdict(guarded(), url, PUBLIC)).toMatch(new RegExp(`^EGRESS_REFUSED: \\S+ is internal \\(${kind}\\)$`));
    expect(verdict(guarded('10.0.0.0/8'), url, PUBLIC)).toContain(`is internal (${kind})`);
    expect(verdict(guarded('10.0.0.0/8'), url, PUBLIC, '10.0.0.1')).toBe('10.0.0.1');
  });

  it.each([22, 25, 81, 3000, 5432, 6379, 8081])('should refuse port %i', (port) => {
    expect(verdict(guarded(), `http://shop.example:${port}/`, PUBLIC)).toContain(`port ${port}`);
  });

  it.each([80, 443, 8080, 8443])('should let port %i pass', (port) => {
    expect(verdict(guarded(), `http://shop.example:${port}/`, PUBLIC)).toBe(PUBLIC);
    expect(verdict(guarded(), `https://shop.example:${port}/`, PUBLIC)).toBe(PUBLIC);
  });

  it('should pass on only the public ones of the addresses of a name', () => {
    expect(verdict(guarded(), 'http://shop.example/', '10.0.0.1', PUBLIC, '::1')).toBe(PUBLIC);
  });

  it('should refuse a name without a public address, and not tell which addresses it has', () => {
    expect(verdict(guarded(), 'http://intranet.example/', '10.1.2.3', 'fd00::1')).toBe(
      'EGRESS_REFUSED: intranet.example is internal (private)',
    );
  });

  it.each([
    ['crm.internal', 'http://crm.internal/', '10.0.0.5', true],
    ['CRM.Internal.', 'http://crm.internal:9000/', '10.0.0.5', true],
    ['crm.internal', 'http://crm.internal./', '10.0.0.5', true],
    ['bücher.example', 'http://xn--bcher-kva.example/', '10.0.0.5', true],
    ['crm.internal', 'http://evil.crm.internal/', '10.0.0.5', false],
    ['crm.internal:9000', 'http://crm.internal:9000/', '10.0.0.5', true],
    ['crm.internal:9000', 'http://crm.internal/', '10.0.0.5', false],
    ['crm.internal:9000', 'http://crm.internal:9001/', '10.0.0.5', false],
    ['shop.example:9000', 'http://shop.example:9000/', PUBLIC, true],
    ['10.0.0.5', 'http://10.0.0.5/', '10.0.0.5', true],
    ['10.0.0.5', 'http://crm.internal:3000/', '10.0.0.5', true],
    ['10.0.0.5', 'http://crm.internal/', '10.0.0.6', false],
    ['10.0.0.5:3000', 'http://10.0.0.5:3000/', '10.0.0.5', true],
    ['10.0.0.5:3000', 'http://10.0.0.5/', '10.0.0.5', false],
    ['10.0.0.5:3000', 'http://shop.example:3000/', PUBLIC, false],
    ['10.0.0.0/8', 'http://10.20.30.40/', '10.20.30.40', true],
    ['10.0.0.0/8', 'http://11.0.0.1:3000/', '11.0.0.1', false],
    ['10.0.0.0/8:8081', 'http://10.20.30.40:8081/', '10.20.30.40', true],
    ['10.0.0.0/8:8081', 'http://10.20.30.40/', '10.20.30.40', false],
    ['127.0.0.1', 'http://[::ffff:127.0.0.1]/', '::ffff:127.0.0.1', false],
    ['::1', 'http://[::1]/', '::1', true],
    ['::1', 'http://localhost/', '::1', true],
    ['[::1]', 'http://[::1]:3000/', '::1', true],
    ['[::1]:3000', 'http://[::1]:3000/', '::1', true],
    ['[::1]:3000', 'http://[::1]/', '::1', false],
    ['fd00::/8', 'http://[fd12::1]/', 'fd12::1', true],
    ['[fd00::/8]:8081', 'http://[fd12::1]:8081/', 'fd12::1', true],
    ['[fd00::/8]:8081', 'http://[fd12::1]/', 'fd12::1', false],
  ])('should, with EGRESS_ALLOW=%s, judge %s at %s: %s', (entry, url, address, allowed) => {
    expect(verdict(guarded(entry), url, address)).toEqual(
      allowed ? address : expect.stringContaining('EGRESS_REFUSED'),
    );
  });

  it.each([
    '',
    ' ',
    'a b',
    'host:0',
    'host:65536',
    'host:http',
    'http://host',
    'host/path',
    '10.0.0.0/33',
    '[::1',
    'a@b',
  ])('should name a bad entry of EGRESS_ALLOW: %j', (entry) => {
    expect(() => guarded(entry)).toThrow(`EGRESS_ALLOW: ${JSON.stringify(entry)}`);
  });

  it('should let everything pass when it is open', () => {
    const open = new EgressGuard({ egress: 'open', egressAllow: [] });

    expect(verdict(open, 'http://127.0.0.1:3000/')).toBe('127.0.0.1');
    expect(verdict(open, 'http://intranet:22/', '10.0.0.1', '::1')).toBe('10.0.0.1 ::1');
  });
});
