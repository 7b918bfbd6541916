import type { FastifyInstance } from 'fastify';
import type { Socket } from 'node:net';

/** Shorter than the patience of whoever ends the process. */
const PATIENCE_MS = 3_000;

/**
 * A server that closes waits for answers under way, for a while, and for nothing else: browsers keep connections in
 * reserve that have never asked for anything, and Node.js does not count those among the idle ones.
 */
export function endConnectionsOnClose(fastify: FastifyInstance): void {
  const sockets = new Set<Socket>();
  fastify.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  fastify.addHook('preClose', (done) => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, PATIENCE_MS).unref();
    done();
  });
}
