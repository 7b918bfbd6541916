// Baseline: the same redirect from a Fastify that stores nothing.
import Fastify from 'fastify';
import { answerMessages } from '../program/answer.mjs';

const LOCATION =
  'https://advertiser.example/landing?click=01a1fd7e-3118-7003-908b-3503f022d7ca&member=member-1&sub=campaign%20one';

const server = Fastify();
server.get('/api/v1/offer-wall/offer-link-redirect', (_, reply) => {
  void reply.code(302).header('cache-control', 'no-store').header('location', LOCATION).send();
});
await server.listen({ port: 0, host: '127.0.0.1' });
answerMessages(() => Promise.resolve({ port: server.server.address().port }));
