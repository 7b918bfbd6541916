import { Client } from 'pg';

const RECONNECT_MS = 500;

export interface Subscriber {
  /** Called for every notification on the channel. */
  onNotification(payload: string): void;
  /** Called each time listening begins (again): what was announced before is unknown. */
  onListening(): void;
}

/** The one connection of a process that LISTENs, for everybody in it; it comes back by itself when it is lost. */
export class Notifications {
  private readonly subscribers = new Map<string, Set<Subscriber>>();
  private client: Client | null = null;
  private opening: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;
  /** One after another: a connection has one query at a time. */
  private lastAsked: Promise<unknown> = Promise.resolve();

  constructor(private readonly url: string) {}

  /** Resolves once the channel is listened to. Answers how to leave it. */
  async subscribe(channel: string, subscriber: Subscriber): Promise<() => void> {
    const others = this.subscribers.get(channel);
    if (others === undefined) this.subscribers.set(channel, new Set([subscriber]));
    else others.add(subscriber);
    if (await this.listensTo(channel)) subscriber.onListening();
    else await this.opened();
    return () => this.subscribers.get(channel)?.delete(subscriber);
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.opening?.catch(() => undefined);
    const client = this.client;
    this.client = null;
    await client?.end();
  }

  /** `false`: there is no connection, or it was lost a moment ago and nobody had noticed. */
  private async listensTo(channel: string): Promise<boolean> {
    const { client } = this;
    if (client === null) return false;
    const asked = this.lastAsked.then(() => client.query(`LISTEN ${channel}`));
    this.lastAsked = asked.catch(() => undefined);
    try {
      await asked;
      return true;
    } catch {
      this.lose(client);
      return false;
    }
  }

  /** Whoever needs the connection while it is being made waits for that one. */
  private opened(): Promise<void> {
    this.opening ??= this.open().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  private async open(): Promise<void> {
    const client = new Client({ connectionString: this.url, keepAlive: true, application_name: 'pitlane-listen' });
    client.on('notification', ({ channel, payload }) => {
      for (const subscriber of this.subscribers.get(channel) ?? []) subscriber.onNotification(payload ?? '');
    });
    client.on('error', () => {
      this.lose(client);
    });
    client.on('end', () => {
      this.lose(client);
    });
    try {
      await client.connect();
      await this.listenToAll(client);
      this.client = client;
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    for (const listening of this.subscribers.values()) for (const subscriber of listening) subscriber.onListening();
  }

  /** Channels that are asked for meanwhile included. */
  private async listenToAll(client: Client): Promise<void> {
    for (let listened = 0; listened < this.subscribers.size;) {
      const channels = [...this.subscribers.keys()].slice(listened);
      await client.query(channels.map((channel) => `LISTEN ${channel}`).join('; '));
      listened += channels.length;
    }
  }

  private lose(client: Client): void {
    if (this.client !== client) return;
    this.client = null;
    client.end().catch(() => undefined);
    this.reopenLater();
  }

  private reopenLater(): void {
    if (this.closed) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      // Somebody who subscribed may have been faster.
      if (this.client !== null) return;
      this.opened().catch(() => {
        this.reopenLater();
      });
    }, RECONNECT_MS);
  }
}
