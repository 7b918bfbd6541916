import { connect as connectTcp, isIP, type LookupFunction, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { EgressGuard, EgressTarget } from '../egress-guard';
import { mark } from '../marks';
import { boundAnswers } from './bound-answers';
import { type HostAddress, HostResolver } from './resolve-host';

/** A connection that takes longer is given up, whatever became of the requests that waited for it. */
const CONNECT_TIMEOUT_MS = 30_000;
/** How long one address of several is tried before the next one. Node.js takes 250 ms, less than some continents are away. */
const ATTEMPT_TIMEOUT_MS = 2_500;
const MAX_TLS_SESSIONS = 500;

/** What undici says of the connection that it wants. `port` is empty for the usual one of the protocol. */
interface ConnectOptions {
  hostname: string;
  protocol: string;
  port: string;
  servername?: string;
}

type ConnectCallback = (...result: [error: null, socket: Socket] | [error: Error, socket: null]) => void;

/** No connection came about in time. */
class ConnectTimedOut extends Error {
  readonly code = 'ETIMEDOUT';
}

/**
 * Opens connections for undici, each to an address that the guard let through a moment before. Node.js never asks `lookup` about an
 * address that is written in a URL, hence the two checks: `checkTarget` for those, `lookup` for names. TLS keeps the name of the URL.
 */
export class ReceiverConnector {
  private readonly resolver: HostResolver;
  private readonly opening = new Set<Socket>();
  private readonly sessions = new Map<string, Buffer>();

  constructor(
    private readonly guard: EgressGuard,
    nameServers?: readonly string[],
  ) {
    this.resolver = new HostResolver(nameServers);
  }

  /** The `connect` option of an undici dispatcher. */
  readonly connect = (options: ConnectOptions, callback: ConnectCallback): void => {
    const target = targetOf(options);
    try {
      this.guard.checkTarget(target);
    } catch (error) {
      queueMicrotask(() => callback(toError(error), null));
      return;
    }
    const route = this.routeTo(target);
    if (options.protocol === 'https:') {
      const socket = this.openTls(route, options.servername ?? target.host);
      this.watch(socket, 'secureConnect', callback);
    } else {
      this.watch(connectTcp(route), 'connect', callback);
    }
    mark('during-connect');
  };

  /** Ends connections that are still being opened. */
  close(): void {
    this.resolver.close();
    for (const socket of this.opening) socket.destroy();
  }

  private routeTo(target: EgressTarget): TcpNetConnectOpts {
    const lookup: LookupFunction = (_host, wish, callback) => {
      this.addressesOf(target).then(
        (addresses) => {
          answerLookup(addresses, wish.all === true, callback);
        },
        (error: unknown) => {
          callback(toError(error), '');
        },
      );
    };
    return {
      host: target.host,
      port: target.port,
      lookup,
      noDelay: true,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: ATTEMPT_TIMEOUT_MS,
    };
  }

  private async addressesOf(target: EgressTarget): Promise<readonly HostAddress[]> {
    return this.guard.permittedOf(target, await this.resolver.resolve(target.host));
  }

  private openTls(route: TcpNetConnectOpts, name: string): TLSSocket {
    const servername = isIP(name) === 0 ? name.replace(/\.$/, '') : '';
    const key = `${servername} ${String(route.host)} ${String(route.port)}`;
    const socket = connectTls({ ...route, servername, session: this.sessions.get(key), ALPNProtocols: ['http/1.1'] });
    return socket.on('session', (session: Buffer) => {
      this.sessions.delete(key);
      this.sessions.set(key, session);
      const [oldest] = this.sessions.keys();
      if (this.sessions.size > MAX_TLS_SESSIONS && oldest !== undefined) this.sessions.delete(oldest);
    });
  }

  /** Reports the socket once it is open, or the first reason why it is not. */
  private watch(socket: Socket, opened: 'connect' | 'secureConnect', callback: ConnectCallback): void {
    const timer = setTimeout(() => {
      socket.destroy(new ConnectTimedOut(`no connection within ${String(CONNECT_TIMEOUT_MS)} ms`));
    }, CONNECT_TIMEOUT_MS);
    let reported = false;
    const report = (error: Error | null): void => {
      if (reported) return;
      reported = true;
      clearTimeout(timer);
      this.opening.delete(socket);
      if (error === null) callback(null, socket);
      else callback(error, null);
    };
    this.opening.add(socket);
    socket.once(opened, () => {
      boundAnswers(socket);
      report(null);
    });
    socket.on('error', report);
    socket.once('close', () => {
      report(new ConnectTimedOut('the connection was given up'));
    });
  }
}

function targetOf({ hostname, protocol, port }: ConnectOptions): EgressTarget {
  const usual = protocol === 'https:' ? 443 : 80;
  return { host: hostname, port: port === '' ? usual : Number(port) };
}

function answerLookup(addresses: readonly HostAddress[], all: boolean, callback: Parameters<LookupFunction>[2]): void {
  const [first] = addresses;
  if (all || first === undefined) callback(null, [...addresses]);
  else callback(null, first.address, first.family);
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
