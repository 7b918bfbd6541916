import { isIP } from 'node:net';
import { type IPv4, type IPv6, isValid, parse, parseCIDR } from 'ipaddr.js';

type Range = readonly [name: string, blocks: readonly string[]];

/** Address blocks that no receiver on the public internet lives in, by what they are (IANA special-purpose registry of IPv4). */
const IPV4_INTERNAL: readonly Range[] = [
  ['unspecified', ['0.0.0.0/8']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']],
  ['carrier-grade NAT', ['100.64.0.0/10']],
  ['loopback', ['127.0.0.0/8']],
  ['link-local', ['169.254.0.0/16']],
  // Azure answers machine metadata here, an address that looks public.
  ['cloud metadata', ['168.63.129.16/32']],
  ['protocol assignment', ['192.0.0.0/24']],
  ['documentation', ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24']],
  ['6to4 relay', ['192.88.99.0/24']],
  ['benchmarking', ['198.18.0.0/15']],
  ['multicast', ['224.0.0.0/4']],
  ['reserved', ['240.0.0.0/4']],
];

/** The named ones first; whatever else lies outside 2000::/3, the only block of public IPv6, falls to the last rule. */
const IPV6_INTERNAL: readonly Range[] = [
  ['unspecified', ['::/128']],
  ['loopback', ['::1/128']],
  ['IPv4-mapped', ['::ffff:0:0/96', '::ffff:0:0:0/96']],
  ['IPv4-compatible', ['::/96']],
  ['NAT64', ['64:ff9b::/96', '64:ff9b:1::/48']],
  ['discard', ['100::/64']],
  ['Teredo', ['2001::/32']],
  ['protocol assignment', ['2001::/23']],
  ['documentation', ['2001:db8::/32', '3fff::/20']],
  ['6to4', ['2002::/16']],
  ['unique local', ['fc00::/7']],
  ['link-local', ['fe80::/10']],
  ['site-local', ['fec0::/10']],
  ['multicast', ['ff00::/8']],
  ['reserved', ['::/3', '4000::/2', '8000::/1']],
];

const NAMES_INTERNAL: readonly (readonly [suffix: string, kind: string])[] = [
  ['localhost', 'loopback'],
  ['internal', 'private name'],
  ['local', 'private name'],
  ['home.arpa', 'private name'],
];

const BLOCKS = [...IPV4_INTERNAL, ...IPV6_INTERNAL].flatMap(([name, blocks]) =>
  blocks.map((block) => ({ name, cidr: parseCIDR(block) })),
);

/**
 * What kind of internal address this is, as an adjective ("loopback"), or null for a public one. K§9.
 * Takes any spelling of an IPv4 or IPv6 address; what can't be read is internal too, so that nothing passes unread.
 */
export function internalKindOf(address: string): string | null {
  if (!isValid(address)) return 'unreadable';
  const parsed = parse(address);
  return BLOCKS.find(({ cidr }) => isWithin(parsed, cidr))?.name ?? (isIsatap(parsed) ? 'ISATAP' : null);
}

/** An IPv6 address that a tunnel of its own site takes for the IPv4 address in its last half (RFC 5214 section 6.1). */
function isIsatap(address: IPv4 | IPv6): boolean {
  if (!('parts' in address)) return false;
  const [, , , , high = 0, low = 0] = address.parts;
  return (high & ~0x0200) === 0 && low === 0x5efe;
}

/**
 * What kind of internal name this is, or null for one that the public name system may know. Taken as a URL spells it, in lower case.
 * RFC 6761, 6762, 8375; `internal` as ICANN set it apart, and clouds use it; a single label means something only at home.
 */
export function internalNameKindOf(host: string): string | null {
  const name = host.replace(/\.$/, '');
  if (isIP(name) !== 0) return null;
  const found = NAMES_INTERNAL.find(([suffix]) => name === suffix || name.endsWith(`.${suffix}`));
  if (found !== undefined) return found[1];
  return name.includes('.') ? null : 'name without a domain';
}

/** Whether the address lies in the block; addresses of the other family never do. */
export function isWithin(address: IPv4 | IPv6, cidr: readonly [IPv4 | IPv6, number]): boolean {
  const [block, bits] = cidr;
  return address.kind() === block.kind() && address.match(block, bits);
}
