// Baseline: a Fastify that stores one row in a transaction for each request, and decides nothing.
import Fastify from 'fastify';
import process from 'node:process';
import pg from 'pg';
import { answerMessages } from '../program/answer.mjs';

const [, , connectionString] = process.argv;
/** As many as the API has. */
const CONNECTIONS = 12;

const pool = new pg.Pool({ connectionString, max: CONNECTIONS });
await pool.query('CREATE TABLE IF NOT EXISTS bench_rows (click text, at timestamptz)');

const server = Fastify();
server.get('/', async (request, reply) => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query({
      name: 'row',
      text: 'INSERT INTO bench_rows VALUES ($1, now())',
      values: [request.query.gk_click_id],
    });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  return reply.send({ isSuccessful: true });
});
await server.listen({ port: 0, host: '127.0.0.1' });
answerMessages(() => Promise.resolve({ port: server.server.address().port }));
