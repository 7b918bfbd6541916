import { dataOf, eventLine } from './event-line';
import { endToEnd } from './forward';
import { EventReader } from './sse';

const STREAM =
  'retry: 250\n: watching\n\nid: e-1\nevent: delivery\ndata: {"a":1}\n\n: ping\n\nid: e-2\r\nevent: attempt\r\ndata: two\r\ndata: lines\r\n\r\ndata\n\nevent: nothing\n\ndata:no blank\n\n';

const EVENTS = [
  { id: 'e-1', name: 'delivery', data: '{"a":1}' },
  { id: 'e-2', name: 'attempt', data: 'two\nlines' },
  { id: 'e-2', name: 'message', data: '' },
  { id: 'e-2', name: 'message', data: 'no blank' },
];

describe(EventReader.name, () => {
  it.each([1, 2, 3, 7, 50, 1_000])('should read events from pieces of %i characters', (size) => {
    const reader = new EventReader();
    const pieces = STREAM.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    expect(pieces.flatMap((piece) => reader.push(piece))).toEqual(EVENTS);
    expect([reader.lastId, reader.retryMs]).toEqual(['e-2', 250]);
  });

  it('should forget what a lost connection left unfinished, and keep the id', () => {
    const reader = new EventReader();
    reader.push('id: e-1\ndata: x\n\nid: e-9\nevent: delivery\ndata: half');
    reader.restart();
    expect(reader.push('data: y\n\n')).toEqual([{ id: 'e-1', name: 'message', data: 'y' }]);
  });
});

describe(eventLine.name, () => {
  it.each<[string, unknown, string]>([
    [
      'delivery',
      {
        kind: 'delivery',
        at: '2026-11-21T12:00:00.000Z',
        account: 'demo',
        id: 'd-1',
        status: 'Sent',
        payload: { a: 1 },
      },
      '2026-11-21T12:00:00.000Z  delivery    Sent  id=d-1',
    ],
    ['attempt', { number: 2, outcome: 'retry', isLast: false, error: null }, 'attempt     retry  number=2'],
    [
      'attempt',
      {
        url: 'http://r.test/',
        trigger: 'auto',
        durationMs: 4.126,
        deliveryKind: 'callback',
        responseStatus: 200,
        outcome: 'sent',
      },
      'attempt     callback  sent  responseStatus=200  url=http://r.test/  trigger=auto  durationMs=4.13',
    ],
    ['clock', 'frozen', 'clock  frozen'],
  ])('should show %s %j', (name, data, line) => {
    expect(eventLine(name, data)).toBe(line);
  });

  it('should take data that is no JSON as it is', () => {
    expect([dataOf('{"a":1}'), dataOf('{a')]).toEqual([{ a: 1 }, '{a']);
  });
});

describe(endToEnd.name, () => {
  it('should leave out what belongs to the connection', () => {
    const headers = { Host: 'a', connection: 'close', 'Content-Length': '3', 'content-type': 'x', 'x-secret': 's' };
    expect(endToEnd(headers)).toEqual({ 'content-type': 'x', 'x-secret': 's' });
  });
});
