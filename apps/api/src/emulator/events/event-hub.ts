import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Log } from '@app/runtime';
import { Database } from '@app/store';
import { EVENT_KINDS, EVENTS_CHANNEL, Happenings, type EventKind } from '@app/tracking';
import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../../http/problem';
import { Word } from '../../http/waits/word';
import { LOG } from '../../walk.module';
import { cursorText, type Cursor } from './cursor';
import { EventFeed } from './event-feed';
import { LedgerTail, type TailPage } from './ledger-tail';
import { eventText } from './platform-event';

/** How soon a client that lost its stream is to come back. */
const RETRY_MS = 1_000;
/** Often enough for whatever stands in between to keep the connection. */
const BEAT_EVERY_MS = 15_000;
/** Without a word that something happened. */
const LOOK_EVERY_MS = 250;
const SHORTEST_REST_MS = 20;
/** A look that takes long is followed by a rest that is so many times as long: watching never takes more than its share. */
const REST_FACTOR = 4;
const MOST_WATCHERS = 50;

/** Who watches what, and how far it has been told. */
export interface Watcher {
  accountId: string;
  /** `null`: all. */
  kinds: readonly EventKind[] | null;
  cursor: Cursor;
}

/** Tells those who watch at this process what is written in their account by any process. K§7. */
@Injectable()
export class EventHub implements OnModuleDestroy {
  private readonly watchers = new Map<EventFeed, Watcher>();
  private readonly word = new Word();
  private listening: Promise<() => void> | null = null;
  private beats: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private isClosed = false;

  constructor(
    private readonly database: Database,
    private readonly tail: LedgerTail,
    private readonly happenings: Happenings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** From the cursor of the watcher on nothing is missed, and nothing told twice. */
  async open(watcher: Watcher): Promise<EventFeed> {
    const { accountId, cursor } = watcher;
    if (this.countOf(accountId) >= MOST_WATCHERS) {
      throw new Problem(429, `${String(MOST_WATCHERS)} clients watch this account already: end some first.`);
    }
    await this.listen();
    const unwatch = this.happenings.watch(accountId, () => {
      this.word.give();
    });
    const feed: EventFeed = new EventFeed(() => {
      this.watchers.delete(feed);
      unwatch();
    });
    this.watchers.set(feed, watcher);
    feed.offer(`retry: ${String(RETRY_MS)}\nid: ${cursorText(cursor)}\n: watching\n\n`);
    if (this.isClosed) feed.end();
    else this.looking ??= this.lookWhileWatched();
    return feed;
  }

  async onModuleDestroy(): Promise<void> {
    this.isClosed = true;
    if (this.beats !== null) clearInterval(this.beats);
    for (const feed of this.watchers.keys()) feed.end();
    this.word.give();
    await this.looking;
    (await this.listening?.catch(() => null))?.();
  }

  private countOf(accountId: string): number {
    return [...this.watchers.values()].filter((watcher) => watcher.accountId === accountId).length;
  }

  private async listen(): Promise<void> {
    // The id of a beat is no event: whoever comes back begins there.
    this.beats ??= setInterval(() => {
      for (const [feed, { cursor }] of this.watchers) feed.beat(`id: ${cursorText(cursor)}\n: ping\n\n`);
    }, BEAT_EVERY_MS).unref();
    const give = (): void => {
      this.word.give();
    };
    this.listening ??= this.database.notifications.subscribe(EVENTS_CHANNEL, {
      onNotification: give,
      onListening: give,
    });
    try {
      await this.listening;
    } catch (error) {
      this.listening = null;
      throw error;
    }
  }

  private async lookWhileWatched(): Promise<void> {
    while (this.watchers.size > 0 && !this.isClosed) {
      this.word.begin();
      const startedAt = performance.now();
      const mayBeMore = await this.look();
      await pause(Math.max(SHORTEST_REST_MS, REST_FACTOR * (performance.now() - startedAt)));
      if (!mayBeMore) await this.word.orAfter(LOOK_EVERY_MS);
    }
    this.looking = null;
  }

  /** Those who have been told equally far share a look. Answers whether there may be more at once. */
  private async look(): Promise<boolean> {
    const groups = new Map<string, [EventFeed, Watcher][]>();
    for (const entry of this.watchers) {
      if (!entry[0].isReady) continue;
      const key = cursorText(entry[1].cursor);
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
    let mayBeMore = false;
    for (const group of groups.values()) {
      try {
        const page = await this.read(group);
        mayBeMore ||= page.isFull;
        for (const [feed, watcher] of group) tell(feed, watcher, page);
      } catch (error) {
        // The next look reads the same again: nobody was told anything of it.
        this.log.warn({ err: error }, 'the event stream could not read on');
      }
    }
    return mayBeMore;
  }

  private read(group: readonly [EventFeed, Watcher][]): Promise<TailPage> {
    const watchers = group.map(([, watcher]) => watcher);
    const [first] = watchers;
    if (first === undefined) throw new Error('A group has somebody.');
    const accountIds = [...new Set(watchers.map(({ accountId }) => accountId))];
    const kinds = EVENT_KINDS.filter((kind) => watchers.some((watcher) => watcher.kinds?.includes(kind) !== false));
    return this.tail.read(first.cursor, { accountIds, kinds });
  }
}

function tell(feed: EventFeed, watcher: Watcher, { events, cursor }: TailPage): void {
  watcher.cursor = cursor;
  const { accountId, kinds } = watcher;
  for (const event of events) {
    if (event.accountId === accountId && kinds?.includes(event.kind) !== false) feed.offer(eventText(event));
  }
}
