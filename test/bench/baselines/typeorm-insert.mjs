// Baseline: the same route with what one writes first, one `repository.insert` for each request.
import Fastify from 'fastify';
import process from 'node:process';
import { answerMessages } from '../program/answer.mjs';
import { loadLibrary } from '../program/built.mjs';

const [, , url, accountId] = process.argv;
const CONNECTIONS = 16;

const { newId } = loadLibrary('runtime');
const { ClickEntity, createDataSource } = loadLibrary('store');
const dataSource = await createDataSource({ url, connections: CONNECTIONS }).initialize();
const clicks = dataSource.getRepository(ClickEntity);

const server = Fastify();
server.get('/api/v1/offer-wall/offer-link-redirect', async (request, reply) => {
  const { offerId, pub_member_id: pubMemberId, pub_click_id: pubClickId, ...parameters } = request.query;
  const id = newId();
  await clicks.insert({
    id,
    accountId,
    offerId,
    viewId: null,
    partnerId: null,
    pubMemberId,
    pubClickId,
    parameters,
    sourceIp: request.ip,
    userAgent: request.headers['user-agent'],
    url: request.url,
    createdAt: new Date(),
  });
  const location = `https://advertiser.example/landing?click=${id}&member=${encodeURIComponent(pubMemberId)}&sub=${encodeURIComponent(parameters.pub_sub_1)}`;
  return reply.code(302).header('cache-control', 'no-store').header('location', location).send();
});
await server.listen({ port: 0, host: '127.0.0.1' });
answerMessages(() => Promise.resolve({ port: server.server.address().port }));
