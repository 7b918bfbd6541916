import { createLog } from '@app/runtime';
import Fastify from 'fastify';
import { once } from 'node:events';
import { connect } from 'node:net';
import { EdgeErrors } from './edge-errors.filter';
import { SecurityHeaders } from './security-headers';

const CLOSED = Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });

describe(EdgeErrors.name, () => {
  it.each([
    ['of a caller who has left', true, 0],
    ['of one who is still there', false, 1],
  ])('should log an answer that broke off as ours only for one who is still there: %s', async (_, leaves, logged) => {
    const log = createLog('silent');
    const error = jest.spyOn(log, 'error');
    const errors = new EdgeErrors([], log, new SecurityHeaders({ local: true, TRUST_PROXY: [] }));
    const fastify = Fastify();
    const answered = new Promise<void>((resolve) => {
      fastify.get('/', async (request, reply) => {
        if (leaves) await once(request.raw.socket, 'close');
        await errors.answer(CLOSED, request, reply);
        resolve();
      });
    });
    const { port } = new URL(await fastify.listen({ port: 0, host: '127.0.0.1' }));
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n', () => {
      if (leaves) socket.end();
    });
    await answered;
    expect(error).toHaveBeenCalledTimes(logged);
    socket.destroy();
    await fastify.close();
  });
});
