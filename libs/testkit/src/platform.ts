import { randomBytes } from 'node:crypto';
import { Account } from './account/account';
import { AdminHttp } from './client/admin-http';
import type { Schemas } from './client/types';
import { startChild } from './server/child';
import { serverOfEnvironment } from './server/environment';
import { startInProcess } from './server/in-process';
import type { RunningServer, ServerOptions } from './server/running-server';
import { endShared, joinShared, type SharedOptions } from './server/shared';

export interface StartOptions extends ServerOptions {
  /** A server that runs already, and its root key; without them `PITLANE_URL` and `PITLANE_ADMIN_KEY`, where set. */
  connect?: { url: string; key: string };
  /** One server for all test files that ask so, started by the first and ended after the last. */
  shared?: boolean | Omit<SharedOptions, keyof ServerOptions>;
  /** In this very process, for debuggers; in a checkout of Pitlane only. */
  inProcess?: boolean;
}

/** A running server, and an account of one's own on it. */
export class Platform extends Account {
  constructor(
    account: { slug: string; http: AdminHttp },
    private readonly server: RunningServer,
  ) {
    super(account.slug, account.http);
  }

  /** The root key: it opens every account, and makes new ones. */
  get rootKey(): string {
    return this.server.key;
  }

  /** Another account of one's own. */
  async account(): Promise<Account> {
    const { slug, http } = await newAccount(this.server);
    return new Account(slug, http);
  }

  /** Ends the server; a shared one when nobody else uses it, one that was there before not at all. */
  stop(): Promise<void> {
    return this.server.stop();
  }
}

/** Brings up a server, or joins one, and makes an account on it. */
export async function startPitlane(options: StartOptions = {}): Promise<Platform> {
  const server = await serverFor(options);
  try {
    return new Platform(await newAccount(server), server);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function serverFor({
  connect,
  shared = false,
  inProcess = false,
  ...options
}: StartOptions): Promise<RunningServer> {
  const running = connect ?? (inProcess ? null : serverOfEnvironment());
  if (running !== null) return { ...running, stop: () => Promise.resolve() };
  if (inProcess) return startInProcess(options);
  if (shared === false) return startChild(options);
  return joinShared({ ...options, ...(shared === true ? {} : shared) });
}

/** Ends the server that is shared by these options for all who use it, as a global tear-down does; nothing where none runs. */
export function stopShared({ shared, main, settings }: StartOptions = {}): Promise<void> {
  return endShared({
    ...(main === undefined ? {} : { main }),
    ...(settings === undefined ? {} : { settings }),
    ...(typeof shared === 'object' ? shared : {}),
  });
}

async function newAccount({ url, key }: RunningServer): Promise<{ slug: string; http: AdminHttp }> {
  const slug = `kit-${randomBytes(6).toString('hex')}`;
  const made = await new AdminHttp(url, key).call<Schemas['CreatedAccount']>('POST', '/accounts', { body: { slug } });
  return { slug, http: new AdminHttp(url, made.apiKey) };
}
