// Baseline: axios as it comes, its HTTP adapter with kept connections, in a loop without any ledger.
import axios from 'axios';
import { Agent } from 'node:http';
import { answerMessages } from '../program/answer.mjs';

async function run({ port, body, count, connections }) {
  const client = axios.create({
    adapter: 'http',
    httpAgent: new Agent({ keepAlive: true, maxSockets: connections }),
    headers: { 'content-type': 'application/json' },
  });
  let left = count;
  const startedAt = performance.now();
  const work = async () => {
    while (left-- > 0) await client.post(`http://127.0.0.1:${port}/callback`, body);
  };
  await Promise.all(Array.from({ length: connections }, work));
  return { perSecond: count / ((performance.now() - startedAt) / 1_000) };
}

answerMessages(run);
