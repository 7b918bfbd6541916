import { connect, type Socket } from 'node:net';
import type { RunningServer } from './running-server';

const read: (json: string) => { url: string; adminKey: string } = JSON.parse;

/**
 * Joins the server behind a socket once it is ready; `null`: nobody is there, or it ended. The connection itself says
 * that it is used.
 */
export function joinAt(path: string, deadline: number): Promise<RunningServer | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const patience = setTimeout(() => socket.destroy(), Math.max(0, deadline - performance.now()));
    let heard = '';
    socket.setEncoding('utf8').on('error', () => undefined);
    socket.on('data', (text: string) => {
      heard += text;
      if (!heard.endsWith('\n')) return;
      clearTimeout(patience);
      const { url, adminKey } = read(heard);
      socket.unref();
      resolve({ url, key: adminKey, stop: () => closed(socket.end()) });
    });
    socket.on('close', () => {
      clearTimeout(patience);
      resolve(null);
    });
  });
}

/** Asks the server behind a socket to end, and waits until its process has. */
export async function endAt(path: string): Promise<void> {
  await closed(
    connect(path, function (this: Socket) {
      this.write('end\n');
    }),
  );
}

/** A server that has ended for everybody has closed it already. */
function closed(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => {
    socket.ref();
    socket.on('error', () => undefined).resume();
    socket.on('close', () => resolve());
  });
}
