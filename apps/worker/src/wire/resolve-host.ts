import { promises as dns } from 'node:dns';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

export interface HostAddress {
  address: string;
  family: 4 | 6;
}

/** No address for a name. `code` is ENOTFOUND (there is none) or EAI_AGAIN (nobody could tell). */
export class LookupFailed extends Error {
  constructor(
    readonly code: 'ENOTFOUND' | 'EAI_AGAIN',
    host: string,
  ) {
    super(`${code === 'ENOTFOUND' ? 'no address exists' : 'the name servers gave no answer'} for ${host}`);
  }
}

const LOOPBACK: readonly HostAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];
const QUERY_TIMEOUT_MS = 3_000;
const QUERY_TRIES = 2;
/** How long a name that has IPv4 addresses waits for its IPv6 ones (RFC 8305 section 3). */
const RESOLUTION_DELAY_MS = 50;
const HOSTS_MAX_AGE_MS = 5_000;
/** Name servers that are slow, rather than of another mind: asking the operating system would only block a thread on them as well. */
const SLOW_CODES: ReadonlySet<string> = new Set(['ETIMEOUT', 'ESERVFAIL']);

/**
 * Finds the addresses of a host, IPv4 first. The operating system's own lookup may use only two threads at once in Node.js, so two names
 * with dead name servers would hold up every other receiver. Names with a dot are therefore asked for over the network, and the operating
 * system is asked only where that finds nothing (search domains, other name services). The hosts file comes first, as always.
 */
export class HostResolver {
  private readonly network = new dns.Resolver({ timeout: QUERY_TIMEOUT_MS, tries: QUERY_TRIES });
  private readonly underWay = new Map<string, Promise<readonly HostAddress[]>>();
  private hosts: ReadonlyMap<string, readonly HostAddress[]> = new Map();
  private hostsReadAtMs = -Infinity;

  /** `nameServers` (`address` or `address:port`) are asked instead of those of the operating system, which is then not asked itself. */
  constructor(private readonly nameServers: readonly string[] = []) {
    if (nameServers.length > 0) this.network.setServers(nameServers);
  }

  /** Rejects with LookupFailed. Nothing is kept: each call after the last one has ended asks anew. */
  resolve(host: string): Promise<readonly HostAddress[]> {
    const known = this.underWay.get(host);
    if (known !== undefined) return known;
    const found = this.find(host.toLowerCase().replace(/\.$/, '')).finally(() => this.underWay.delete(host));
    this.underWay.set(host, found);
    return found;
  }

  close(): void {
    this.network.cancel();
  }

  private async find(host: string): Promise<readonly HostAddress[]> {
    const listed = this.hostsFile().get(host);
    if (listed !== undefined) return listed;
    if (isBelow(host, 'localhost')) return LOOPBACK;
    if (isBelow(host, 'invalid')) throw new LookupFailed('ENOTFOUND', host);
    const answer = host.includes('.') ? await this.query(host) : [];
    if (answer.length > 0) return answer;
    if (this.nameServers.length > 0) throw new LookupFailed('ENOTFOUND', host);
    return lookUp(host);
  }

  /** Empty when the network knows no address. Rejects when its name servers are slow. */
  private async query(host: string): Promise<readonly HostAddress[]> {
    const ipv6 = settle(this.network.resolve6(host), 6);
    const first = await settle(this.network.resolve4(host), 4);
    const second = first.addresses.length > 0 ? await soon(ipv6) : await ipv6;
    const addresses = [...first.addresses, ...second.addresses];
    if (addresses.length === 0 && (first.slow || second.slow)) throw new LookupFailed('EAI_AGAIN', host);
    return addresses;
  }

  private hostsFile(): ReadonlyMap<string, readonly HostAddress[]> {
    if (performance.now() - this.hostsReadAtMs > HOSTS_MAX_AGE_MS) {
      this.hosts = readHosts();
      this.hostsReadAtMs = performance.now();
    }
    return this.hosts;
  }
}

interface Answer {
  addresses: readonly HostAddress[];
  slow: boolean;
}

const NOTHING: Answer = { addresses: [], slow: false };

async function settle(answer: Promise<string[]>, family: 4 | 6): Promise<Answer> {
  try {
    return { addresses: (await answer).map((address) => ({ address, family })), slow: false };
  } catch (error) {
    return { addresses: [], slow: SLOW_CODES.has(codeOf(error)) };
  }
}

async function soon(answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(resolve, RESOLUTION_DELAY_MS, NOTHING);
  });
  const first = await Promise.race([answer, late]);
  clearTimeout(timer);
  return first;
}

/** RFC 6761: what these two names mean is settled, and nobody has to be asked. */
function isBelow(host: string, name: 'localhost' | 'invalid'): boolean {
  return host === name || host.endsWith(`.${name}`);
}

async function lookUp(host: string): Promise<readonly HostAddress[]> {
  try {
    const found = await dns.lookup(host, { all: true });
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  } catch (error) {
    throw new LookupFailed(codeOf(error) === 'ENOTFOUND' ? 'ENOTFOUND' : 'EAI_AGAIN', host);
  }
}

function readHosts(): ReadonlyMap<string, readonly HostAddress[]> {
  const path = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';
  try {
    return parseHosts(readFileSync(path, 'utf8'));
  } catch {
    return new Map();
  }
}

/** Names to addresses of a hosts file; a line that names no address is left out. */
export function parseHosts(text: string): ReadonlyMap<string, readonly HostAddress[]> {
  const hosts = new Map<string, readonly HostAddress[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const family = isIP(address);
    if (family !== 4 && family !== 6) continue;
    for (const name of names) {
      const key = name.toLowerCase();
      hosts.set(key, [...(hosts.get(key) ?? []), { address, family }]);
    }
  }
  return hosts;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
