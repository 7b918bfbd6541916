// A process that keeps a number of connections busy: each sends its next request when the last one is answered.
import process from 'node:process';
import { answerMessages } from '../program/answer.mjs';
import { percentiles } from '../stats.mjs';
import { getRequest, KeepAliveClient } from './keep-alive-client.mjs';

const MOST_REQUESTS = 2_000_000;

/** `paths` go round and round, or with `once` each is sent a single time and the run ends with the last one. */
async function run({ port, paths, once = false, connections, durationMs, expected }) {
  const clients = await Promise.all(Array.from({ length: connections }, () => KeepAliveClient.open(port)));
  const requests = paths.map(getRequest);
  const latencies = new Float64Array(once ? requests.length : MOST_REQUESTS);
  const most = latencies.length;
  let sent = 0;
  let answered = 0;
  let unexpected = null;
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const deadline = startedAt + durationMs;

  const keepBusy = (client) =>
    new Promise((resolve, reject) => {
      let sentAt = 0;
      const next = () => {
        sentAt = performance.now();
        if (sent === most || sentAt >= deadline) return resolve();
        client.send(requests[sent++ % requests.length], onAnswer, reject);
      };
      const onAnswer = (status, text) => {
        latencies[answered++] = performance.now() - sentAt;
        if (status !== expected) unexpected ??= text;
        next();
      };
      next();
    });
  await Promise.all(clients.map(keepBusy));

  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const client of clients) client.close();
  if (unexpected !== null) throw new Error(`An answer was not ${expected}:\n${unexpected.slice(0, 500)}`);
  const cpuShare = (user + system) / 1_000_000 / seconds;
  return {
    count: answered,
    seconds,
    perSecond: answered / seconds,
    cpuShare,
    ...percentiles(latencies.subarray(0, answered)),
  };
}

answerMessages(run);
