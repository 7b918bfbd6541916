import type { FastifyInstance } from 'fastify';

/**
 * Asks each connection once whose it is, as long as it can be asked: afterwards Node.js remembers. A caller who hangs up
 * before the call is worked at would have no address, and the call could not be kept.
 */
export function rememberPeers(fastify: FastifyInstance): void {
  fastify.server.on('connection', (socket) => void socket.remoteAddress);
}
