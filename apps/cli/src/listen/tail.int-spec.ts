import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdminApi } from '../client/admin-api';
import { NotReachable, Refused } from '../client/failures';
import type { StreamEvent } from './sse';
import { tail } from './tail';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers each call by the next handler; the last repeats. */
async function standIn(...handlers: Handler[]): Promise<{ server: Server; api: AdminApi; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const next = handlers[Math.min(asked.length, handlers.length) - 1];
    next?.(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, asked, api: new AdminApi({ url: `http://127.0.0.1:${String(port)}`, key: 'k', account: 'a' }) };
}

const streams =
  (text: string): Handler =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text);
  };

describe(tail.name, () => {
  let running: Server;

  afterEach(() => {
    running.closeAllConnections();
    running.close();
  });

  /** Watches until that many events came; answers them and how the stream stood. */
  async function watched(
    api: AdminApi,
    most: number,
    after?: string,
  ): Promise<{ events: StreamEvent[]; states: string[] }> {
    const ending = new AbortController();
    const [events, states]: [StreamEvent[], string[]] = [[], []];
    const onEvent = (event: StreamEvent): void => {
      events.push(event);
      if (events.length === most) ending.abort();
    };
    const onState = (state: string): void => {
      states.push(state);
    };
    await tail(api, { kinds: ['delivery', 'attempt'], after, signal: ending.signal, onEvent, onState });
    return { events, states };
  }

  it('should go on behind the last whole event when the stream is lost, however it is', async () => {
    const stand = await standIn(
      streams('retry: 1\n\nid: e-1\nevent: delivery\ndata: 1\n\nid: e-2\nevent: delivery\ndata: ha'),
      (request) => {
        request.socket.destroy();
      },
      streams('id: e-2\nevent: delivery\ndata: 2\n\n'),
      streams('id: e-3\nevent: attempt\ndata: 3\n\n'),
    );
    running = stand.server;
    const { events, states } = await watched(stand.api, 3, 'e-0');
    expect(events.map(({ id, data }) => [id, data])).toEqual([
      ['e-1', '1'],
      ['e-2', '2'],
      ['e-3', '3'],
    ]);
    expect(stand.asked.map(({ headers }) => headers['last-event-id'])).toEqual(['e-0', 'e-1', 'e-1', 'e-2']);
    expect(states).toEqual(['watching', 'lost', 'lost', 'watching', 'lost', 'watching']);
    expect(stand.asked[0]).toMatchObject({
      url: '/admin/v1/emulator/events?kind=delivery%2Cattempt',
      headers: { authorization: 'ApiToken k', 'x-pitlane-account': 'a' },
    });
  });

  it('should give up at once where it is refused, also when it was watching before', async () => {
    const stand = await standIn(streams('retry: 1\n\n'), (_, response) => {
      response
        .writeHead(401, { 'content-type': 'application/problem+json' })
        .end('{"detail":"Send a valid key.","errors":[]}');
    });
    running = stand.server;
    await expect(watched(stand.api, 1)).rejects.toThrow(new Refused(401, [], 'Send a valid key.'));
  });

  it('should not wait for a server that was never there', async () => {
    const stand = await standIn(streams(''));
    running = stand.server;
    running.close();
    await once(running, 'close');
    await expect(watched(stand.api, 1)).rejects.toThrow(NotReachable);
  });
});
