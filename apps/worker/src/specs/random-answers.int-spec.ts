import fc from 'fast-check';
import { HttpSender } from '../http-sender';
import { HostileReceiver } from '@app/testing';

/** More of them with FUZZ_RUNS; what failed is run again with the seed and the path that fast-check prints. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const DEADLINE_MS = 100;
const TIME_LIMIT_MS = 20_000 + RUNS * 2 * DEADLINE_MS;

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const lines = fc.constantFrom(
  'HTTP/1.1 200 OK\r\n',
  'HTTP/1.1 204 \r\n',
  'HTTP/1.0 503 Busy\r\n',
  'HTTP/1.1 103 Hints\r\n',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 101 X\r\nUpgrade: x\r\n',
  'HTTP/1.1 000 X\r\n',
  'Content-Length: 5\r\n',
  'Content-Length: 0\r\n',
  'Content-Length: -1\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Content-Encoding: gzip\r\n',
  'Content-Encoding: br\r\n',
  'Content-Encoding: deflate\r\n',
  'Connection: close\r\n',
  'Connection: keep-alive, upgrade\r\n',
  'Keep-Alive: timeout=-1\r\n',
  'Retry-After: Sat, 99 Foo 0000\r\n',
  'Date: \r\n',
  'Location: \0\r\n',
  '__proto__: x\r\n',
  '\r\n',
  '5\r\nhello\r\n',
  '0\r\n\r\n',
  'ffffffffffffffff\r\n',
  '\u001f\u008b\u0008',
);
const piece = fc.oneof(
  { weight: 4, arbitrary: lines.map((line) => Buffer.from(line, 'latin1')) },
  { weight: 1, arbitrary: bytes },
);
/** What is said in how many pieces, and how the connection ends. */
const answers = fc.record({
  pieces: fc.oneof(fc.array(piece, { maxLength: 8 }), fc.array(bytes, { maxLength: 2 })),
  end: fc.constantFrom('close', 'reset', 'stay'),
});

const sender = new HttpSender({ egress: 'open', egressAllow: [] });
let receiver: HostileReceiver;
let number = 0;
let next: { pieces: Buffer[]; end: string };

beforeAll(async () => {
  receiver = await new HostileReceiver({
    each: true,
    talk: (socket) => {
      const { pieces, end } = next;
      for (const each of pieces) socket.write(each);
      if (end === 'close') socket.end();
      else if (end === 'reset') socket.resetAndDestroy();
    },
  }).listen();
});

afterAll(async () => {
  await sender.close();
  receiver.close();
});

describe('an answer of any bytes', () => {
  it(
    'should come to an outcome by the deadline, and only one',
    async () => {
      await fc.assert(
        fc.asyncProperty(answers, async (answer) => {
          next = answer;
          number += 1;
          const url = `http://127.0.0.1:${receiver.port}/${number}`;
          const sent = sender.send({ url, method: 'POST', headers: {}, body: '{}', timeoutMs: DEADLINE_MS });
          const { outcome } = await sent;
          expect(['answered', 'no-answer', 'malformed']).toContain(outcome.kind);
          if (outcome.kind === 'answered') {
            expect(outcome.status).toBeGreaterThanOrEqual(200);
            expect(Buffer.byteLength(outcome.body)).toBeLessThanOrEqual(3 * 16 * 1024);
          } else if (outcome.kind !== 'refused') {
            expect(outcome.code).toMatch(/^(?:HPE_\w+|ECONNRESET|ETIMEDOUT|EPIPE)$/);
          }
          expect(JSON.stringify(outcome)).not.toContain('\\u0000');
        }),
        { numRuns: RUNS },
      );
      expect(receiver.requests.length).toBeGreaterThan(0);
      expect(new Set(receiver.requests).size).toBe(receiver.requests.length);
      // Whatever was said before, the next one is served.
      next = { pieces: [Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')], end: 'stay' };
      const url = `http://127.0.0.1:${receiver.port}/`;
      const last = await sender.send({ url, method: 'POST', headers: {}, body: '{}', timeoutMs: 5_000 });
      expect(last.outcome).toMatchObject({ kind: 'answered', status: 200, body: 'ok' });
    },
    TIME_LIMIT_MS,
  );
});
