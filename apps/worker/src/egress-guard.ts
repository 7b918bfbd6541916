import { isIP } from 'node:net';
import { type IPv4, type IPv6, isValid, isValidCIDR, parse, parseCIDR } from 'ipaddr.js';
import { internalKindOf, internalNameKindOf, isWithin } from './internal-addresses';

export interface EgressPolicy {
  /** `guarded` is the rule of the `production` profile, `open` that of `local`. K§9. */
  egress: 'open' | 'guarded';
  /** Entries of EGRESS_ALLOW: host, host:port, address or CIDR, each with an optional :port (IPv6 in brackets then). */
  egressAllow: readonly string[];
}

/** Where a request wants to go: the host of its URL (a name, or an address without brackets) and the port. */
export interface EgressTarget {
  host: string;
  port: number;
}

/** The request must not, or can't, be made. `message` is a sentence without full stop, fit for the owner of the receiver. */
export class EgressRefused extends Error {
  readonly code = 'EGRESS_REFUSED';
}

type AllowRule =
  | { kind: 'host'; host: string; port: number | null }
  | { kind: 'block'; cidr: readonly [IPv4 | IPv6, number]; port: number | null };

const USUAL_PORTS: ReadonlySet<number> = new Set([80, 443, 8080, 8443]);
/** Splits off `:port`; an address with several colons has a port only behind brackets. */
const ALLOW_ENTRY = /^(?:\[([^\]]+)\]|([^:]+|[^[\]]*:[^[\]]*:[^[\]]*))(?::(\d{1,5}))?$/;

/**
 * Decides about addresses, at connect time: the addresses that it lets through are the ones that are connected to, so a name
 * that changes its answer between check and use gains nothing. An exception without a port opens every port of its host or block.
 */
export class EgressGuard {
  private readonly guarded: boolean;
  private readonly rules: readonly AllowRule[];

  /** Throws on an entry of EGRESS_ALLOW that is none of the known forms, and names it. */
  constructor(policy: EgressPolicy) {
    this.guarded = policy.egress === 'guarded';
    this.rules = policy.egressAllow.map(parseAllowEntry);
  }

  /**
   * Throws EgressRefused for what needs no name lookup: a refused port, an address written in the URL, or an internal name that no exception
   * could be for. Such a name is not asked about: whether it exists is nobody's business outside.
   */
  checkTarget(target: EgressTarget): void {
    if (!this.guarded) return;
    if (!this.mayUsePort(target)) {
      throw new EgressRefused(`port ${String(target.port)} is not one of 80, 443, 8080, 8443`);
    }
    if (isIP(target.host) !== 0) this.permittedOf(target, [{ address: target.host }]);
    else if (!this.rules.some((rule) => mayMean(rule, target))) refuseName(target.host);
  }

  /**
   * Those of the addresses that may be connected to, in their order. Throws EgressRefused when none is left.
   * The message tells the kind of the address but not the address: names inside must not be read out through us.
   */
  permittedOf<T extends { address: string }>(target: EgressTarget, addresses: readonly T[]): readonly T[] {
    if (!this.guarded || this.rules.some((rule) => isHostRule(rule, target))) return addresses;
    const permitted = addresses.filter(({ address }) => this.isPermitted(address, target));
    if (permitted.length > 0) return permitted;
    refuseName(target.host);
    const kind = addresses.map(({ address }) => internalKindOf(address)).find((name) => name !== null);
    if (kind === undefined) throw new EgressRefused(`port ${String(target.port)} is not one of 80, 443, 8080, 8443`);
    throw new EgressRefused(`${target.host} is internal (${kind})`);
  }

  private isPermitted(address: string, { host, port }: EgressTarget): boolean {
    const isPublic = internalNameKindOf(host) === null && internalKindOf(address) === null;
    if (isPublic && USUAL_PORTS.has(port)) return true;
    return isValid(address) && this.rules.some((rule) => isBlockRule(rule, parse(address), port));
  }

  private mayUsePort(target: EgressTarget): boolean {
    if (USUAL_PORTS.has(target.port)) return true;
    return this.rules.some((rule) => mayMean(rule, target));
  }
}

function refuseName(host: string): void {
  const kind = internalNameKindOf(host);
  if (kind !== null) throw new EgressRefused(`${host} is internal (${kind})`);
}

/** Whether this could be an exception for the target, whose addresses are not known yet. */
function mayMean(rule: AllowRule, target: EgressTarget): boolean {
  return rule.kind === 'host' ? isHostRule(rule, target) : fitsPort(rule, target.port);
}

function isHostRule(rule: AllowRule, target: EgressTarget): boolean {
  return rule.kind === 'host' && rule.host === withoutDot(target.host) && fitsPort(rule, target.port);
}

function isBlockRule(rule: AllowRule, address: IPv4 | IPv6, port: number): boolean {
  return rule.kind === 'block' && fitsPort(rule, port) && isWithin(address, rule.cidr);
}

function fitsPort(rule: AllowRule, port: number): boolean {
  return rule.port === null || rule.port === port;
}

function parseAllowEntry(entry: string): AllowRule {
  const { place, port } = splitPort(entry);
  if (isValidCIDR(place)) return { kind: 'block', cidr: parseCIDR(place), port };
  const host = canonicalHost(isIP(place) === 6 ? `[${place}]` : place);
  if (host === null) throw badEntry(entry);
  if (isIP(host) === 0) return { kind: 'host', host, port };
  return { kind: 'block', cidr: parseCIDR(`${host}/${isIP(host) === 4 ? '32' : '128'}`), port };
}

function splitPort(entry: string): { place: string; port: number | null } {
  const [, bracketed, plain, digits] = ALLOW_ENTRY.exec(entry.trim()) ?? [];
  const place = bracketed ?? plain;
  if (place === undefined) throw badEntry(entry);
  if (digits === undefined) return { place, port: null };
  const port = Number(digits);
  if (port < 1 || port > 65_535) throw badEntry(entry);
  return { place, port };
}

/** The host as a URL would spell it: lower case, punycode, addresses in their usual form. Null when a URL could not name it. */
function canonicalHost(place: string): string | null {
  if (/[/?#@\\\s]/.test(place) || !URL.canParse(`http://${place}/`)) return null;
  return withoutDot(new URL(`http://${place}/`).hostname.replace(/^\[|\]$/g, ''));
}

function withoutDot(host: string): string {
  return host.replace(/\.$/, '');
}

function badEntry(entry: string): Error {
  return new Error(`EGRESS_ALLOW: ${JSON.stringify(entry)} is no host, address or CIDR with an optional :port.`);
}
