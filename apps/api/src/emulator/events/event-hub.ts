import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '@app/store';
import { EVENTS_CHANNEL, type EventKind } from '@app/tracking';
import { EventFeed } from './event-feed';
import { eventText, readEvent } from './platform-event';

/** How soon a client that lost its stream is to come back. */
const RETRY_MS = 1_000;
/** Often enough for whatever stands in between to keep the connection. */
const PING_EVERY_MS = 15_000;

interface Watcher {
  accountId: string;
  /** `null`: all. */
  kinds: readonly EventKind[] | null;
}

/** Hands what any process announces to those who watch the account at this one. K§7. */
@Injectable()
export class EventHub implements OnModuleDestroy {
  private readonly watchers = new Map<EventFeed, Watcher>();
  private listening: Promise<() => void> | null = null;
  private pings: NodeJS.Timeout | null = null;
  private isClosed = false;

  constructor(private readonly database: Database) {}

  /** Resolves once nothing is missed any more. */
  async open(watcher: Watcher): Promise<EventFeed> {
    await this.listen();
    const feed: EventFeed = new EventFeed(() => this.watchers.delete(feed));
    this.watchers.set(feed, watcher);
    feed.offer(`retry: ${String(RETRY_MS)}\n: watching\n\n`);
    if (this.isClosed) feed.end();
    return feed;
  }

  async onModuleDestroy(): Promise<void> {
    this.isClosed = true;
    if (this.pings !== null) clearInterval(this.pings);
    for (const feed of this.watchers.keys()) feed.end();
    (await this.listening?.catch(() => null))?.();
  }

  private async listen(): Promise<void> {
    this.pings ??= setInterval(() => {
      for (const feed of this.watchers.keys()) feed.offer(': ping\n\n');
    }, PING_EVERY_MS).unref();
    this.listening ??= this.database.notifications.subscribe(EVENTS_CHANNEL, {
      onNotification: (payload) => {
        this.tell(payload);
      },
      // What was announced while nobody listened is gone; the next event says how things stand.
      onListening: () => undefined,
    });
    try {
      await this.listening;
    } catch (error) {
      this.listening = null;
      throw error;
    }
  }

  private tell(payload: string): void {
    const event = readEvent(payload);
    if (event === null) return;
    const text = eventText(event);
    for (const [feed, { accountId, kinds }] of this.watchers) {
      if (accountId === event.accountId && kinds?.includes(event.kind) !== false) feed.offer(text);
    }
  }
}
