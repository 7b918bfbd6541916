import { Client } from 'pg';

const RECONNECT_MS = 500;

export interface NotificationHandlers {
  /** Called for every notification that arrives. */
  onNotification(channel: string, payload: string): void;
  /** Called each time listening begins (again): what was announced before is unknown. */
  onListening(): void;
}

/** One connection that LISTENs, and comes back by itself when it is lost. */
export class Notifications {
  private client: Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly channels: readonly string[],
    private readonly handlers: NotificationHandlers,
  ) {}

  async open(): Promise<void> {
    const client = new Client({ connectionString: this.url, keepAlive: true, application_name: 'pitlane-listen' });
    client.on('notification', ({ channel, payload }) => {
      this.handlers.onNotification(channel, payload ?? '');
    });
    client.on('error', () => {
      this.reopen(client);
    });
    client.on('end', () => {
      this.reopen(client);
    });
    this.client = client;
    await client.connect();
    await client.query(this.channels.map((channel) => `LISTEN ${channel}`).join('; '));
    this.handlers.onListening();
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    const client = this.client;
    this.client = null;
    await client?.end();
  }

  private reopen(lost: Client): void {
    if (this.closed || this.client !== lost) return;
    this.client = null;
    lost.end().catch(() => undefined);
    this.retry();
  }

  private retry(): void {
    this.timer = setTimeout(() => {
      this.open().catch(() => {
        const client = this.client;
        this.client = null;
        client?.end().catch(() => undefined);
        if (!this.closed) this.retry();
      });
    }, RECONNECT_MS);
  }
}
