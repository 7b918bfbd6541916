import { StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';

/** What stands in nobody's way. */
const HIGH_WATER_BYTES = 65_536;

/** Server-Sent Events for one client, for as long as it stays and keeps up. */
export class EventFeed extends Readable {
  private hasEnded = false;
  private wasBehind = false;

  constructor(private readonly onClosed: () => void) {
    super({ highWaterMark: HIGH_WATER_BYTES });
  }

  /** It has read all that it was given: whoever has not is given nothing more until then. */
  get isReady(): boolean {
    return !this.destroyed && this.readableLength === 0;
  }

  offer(text: string): void {
    if (this.destroyed || this.hasEnded) return;
    this.push(text);
  }

  /** To be called now and then: a client that has read nothing between two beats, although there was something, is let go. */
  beat(text: string): void {
    const isBehind = !this.isReady;
    if (isBehind && this.wasBehind) this.destroy();
    else if (!isBehind) this.offer(text);
    this.wasBehind = isBehind;
  }

  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.push(null);
  }

  override _read(): void {
    // Nothing is fetched: what happens is offered.
    this.wasBehind = false;
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
