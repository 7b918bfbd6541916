// A receiver that costs little: the machine is shared with what is measured.
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers';

const HEAD_END = '\r\n\r\n';
const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok');

/** Calls `onRequest(text)` for each request, head and body, before it answers, `afterMs` later (null: never). Port 0: any. */
export function startReceiver(port, onRequest, afterMs = 0) {
  let received = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      text += chunk.latin1Slice();
      for (let end = endOfRequest(text); end !== -1; end = endOfRequest(text)) {
        onRequest(text.slice(0, end));
        text = text.slice(end);
        received += 1;
        answer(socket, afterMs);
      }
    });
  });
  server.listen(port, '127.0.0.1');
  const take = () => {
    const taken = received;
    received = 0;
    return taken;
  };
  return { server, take };
}

function answer(socket, afterMs) {
  if (afterMs === 0) socket.write(ANSWER);
  else if (afterMs !== null) setTimeout(() => socket.writable && socket.write(ANSWER), afterMs);
}

/** Where the first request in `text` ends; -1: not yet. */
function endOfRequest(text) {
  const headEnd = text.indexOf(HEAD_END);
  if (headEnd === -1) return -1;
  const [, length = '0'] = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd)) ?? [];
  const end = headEnd + HEAD_END.length + Number(length);
  return text.length < end ? -1 : end;
}
