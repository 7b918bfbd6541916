import { once } from 'node:events';
import { EventFeed } from './event-feed';

const LARGE = 'x'.repeat(131_072);

describe(EventFeed.name, () => {
  it('should hand on what is offered, in order, until it ends', async () => {
    const closed: string[] = [];
    const feed = new EventFeed(() => closed.push('closed'));
    feed.offer('a');
    feed.offer('b');
    feed.end();
    feed.offer('late');
    const read: string[] = [];
    for await (const piece of feed) read.push(String(piece));
    expect([read.join(''), closed]).toEqual(['ab', ['closed']]);
  });

  it('should be ready for more once all was read', () => {
    const feed = new EventFeed(() => undefined);
    expect(feed.isReady).toBe(true);
    feed.offer(LARGE);
    expect(feed.isReady).toBe(false);
    feed.read();
    expect(feed.isReady).toBe(true);
  });

  it('should let go of a client that reads nothing between two beats', async () => {
    const closed: string[] = [];
    const feed = new EventFeed(() => closed.push('closed'));
    feed.offer(LARGE);
    feed.beat('ping');
    expect(feed.destroyed).toBe(false);
    feed.beat('ping');
    await once(feed, 'close');
    expect(closed).toEqual(['closed']);
    expect(() => {
      feed.offer('more');
    }).not.toThrow();
  });

  it('should keep a client that reads', () => {
    const feed = new EventFeed(() => undefined);
    for (const beat of [1, 2, 3]) {
      feed.offer(`${LARGE}${String(beat)}`);
      feed.beat('ping');
      expect(String(feed.read())).toBe(`${LARGE}${String(beat)}`);
    }
    feed.beat('ping');
    expect([String(feed.read()), feed.destroyed]).toEqual(['ping', false]);
  });
});
