// A lean HTTP/1.1 client for load: one socket, one request at a time, answers read into one buffer. It knows just what
// our servers answer, a status line and a body of declared length, so that it stays out of the way of what it measures.
import { connect } from 'node:net';

const READ_BYTES = 64 * 1024;
const HEAD_END = '\r\n\r\n';
const LENGTH = '\r\ncontent-length: ';

/** The head of a GET as it goes over the wire. */
export const getRequest = (path) =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: pitlane-bench\r\n\r\n`);

export class KeepAliveClient {
  #socket;
  #onAnswer = () => undefined;
  #onError = () => undefined;
  #rest = '';

  /** Resolves once it is connected. */
  static async open(port) {
    const client = new KeepAliveClient();
    await new Promise((resolve, reject) => {
      client.#onError = reject;
      client.#socket = connect({
        port,
        host: '127.0.0.1',
        noDelay: true,
        onread: { buffer: Buffer.allocUnsafe(READ_BYTES), callback: (size, buffer) => client.#read(buffer, size) },
      });
      client.#socket.once('connect', resolve);
      client.#socket.on('error', (error) => client.#onError(error));
      client.#socket.on('close', () => client.#onError(new Error('the server closed the connection')));
    });
    return client;
  }

  /** `onAnswer` gets the status and the whole answer; a connection that breaks goes to `onError`. */
  send(request, onAnswer, onError) {
    this.#onAnswer = onAnswer;
    this.#onError = onError;
    this.#socket.write(request);
  }

  close() {
    this.#onError = () => undefined;
    this.#socket.destroy();
  }

  #read(buffer, size) {
    const text = this.#rest + buffer.latin1Slice(0, size);
    const headEnd = text.indexOf(HEAD_END);
    if (headEnd === -1 || text.length < headEnd + HEAD_END.length + bodyLength(text, headEnd)) {
      this.#rest = text;
      return true;
    }
    this.#rest = '';
    this.#onAnswer(Number(text.slice(9, 12)), text);
    return true;
  }
}

function bodyLength(text, headEnd) {
  const at = text.indexOf(LENGTH);
  return at === -1 || at > headEnd ? 0 : parseInt(text.slice(at + LENGTH.length, at + LENGTH.length + 10), 10);
}
