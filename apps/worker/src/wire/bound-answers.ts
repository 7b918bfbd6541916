import type { Socket } from 'node:net';

/** Of one answer with everything around it: hints before, chunk sizes, trailers. Its headers and body have narrower limits of their own. */
const MAX_ANSWER_BYTES = 1024 * 1024;

class AnswerTooLong extends Error {
  readonly code = 'HPE_HEADER_OVERFLOW';
}

/**
 * Drops a connection over which an answer comes that has no end: parts of it that the parser reports to nobody, such as the words of the status
 * line, would otherwise keep it busy until the deadline. An answer begins with the first bytes after something was written.
 */
export function boundAnswers(socket: Socket): void {
  let written = -1;
  let before = 0;
  let seen = 0;
  socket.on('readable', () => {
    if (socket.bytesWritten !== written) {
      written = socket.bytesWritten;
      before = seen;
    }
    seen = socket.bytesRead;
    if (seen - before > MAX_ANSWER_BYTES) socket.destroy(new AnswerTooLong('the answer does not come to an end'));
  });
}
