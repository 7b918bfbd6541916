import { IPv4, IPv6 } from 'ipaddr.js';

const NETWORK_PARTS = 4;

/**
 * Whom a limit counts: an IPv4 address, or the /64 network of an IPv6 one, since whoever has one address of such a
 * network has all of them. An IPv4 address that came over an IPv6 socket is the same caller as over any other.
 */
export function callerAddress(ip: string): string {
  if (!ip.includes(':') || !IPv6.isValid(ip)) return ip;
  const address = IPv6.parse(ip);
  if (address.isIPv4MappedAddress()) return new IPv4(address.toByteArray().slice(-4)).toString();
  const network = address.parts.slice(0, NETWORK_PARTS).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}
