import { StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';

/** What may wait for a client that reads slowly; one that leaves more than this is let go. */
const MOST_WAITING_BYTES = 262_144;

/** Server-Sent Events for one client, for as long as it stays and keeps up. */
export class EventFeed extends Readable {
  private hasEnded = false;

  constructor(private readonly onClosed: () => void) {
    super({ highWaterMark: MOST_WAITING_BYTES });
  }

  offer(text: string): void {
    if (this.destroyed || this.hasEnded) return;
    if (!this.push(text)) this.destroy();
  }

  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.push(null);
  }

  override _read(): void {
    // Nothing is fetched: what happens is offered.
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.onClosed();
    callback(error);
  }
}

/** The answer that a feed is. */
export class EventStream extends StreamableFile {
  constructor(feed: EventFeed) {
    super(feed, { type: 'text/event-stream; charset=utf-8' });
  }
}
