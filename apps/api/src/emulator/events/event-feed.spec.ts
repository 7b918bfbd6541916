import { once } from 'node:events';
import { EventFeed } from './event-feed';

const HALF = 'x'.repeat(131_072);

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

  it('should let go of a client that leaves too much unread', async () => {
    const closed: string[] = [];
    const feed = new EventFeed(() => closed.push('closed'));
    feed.offer(HALF);
    expect(feed.destroyed).toBe(false);
    feed.offer(HALF);
    await once(feed, 'close');
    expect([feed.destroyed, closed]).toEqual([true, ['closed']]);
    expect(() => {
      feed.offer('more');
    }).not.toThrow();
  });
});
