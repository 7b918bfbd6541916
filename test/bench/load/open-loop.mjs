// A process that sends conversion postbacks evenly, however long the answers take, and receives what follows from them: one
// clock for both ends. Sent to its own receiver they show what the way costs without a platform.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { answerMessages } from '../program/answer.mjs';
import { percentiles } from '../stats.mjs';
import { getRequest, KeepAliveClient } from './keep-alive-client.mjs';
import { startReceiver } from './receiver.mjs';

const ARRIVED_WITHIN_MS = 10_000;
/** A busy server accepts one connection a turn of its event loop: those that come while it is busy would be measured, not what they bring. */
const KEPT_OPEN = 64;

let onArrival = () => undefined;
const receiver = startReceiver(0, (text) => onArrival(text, performance.now()));
await once(receiver.server, 'listening');

/** `deliveries` are expected from each of `clickIds`. Times are from the start of the postback to the arrival. */
async function run({ port, postbackPath, clickIds, perSecond, deliveries }) {
  const sentAt = new Map();
  const waits = { callback: [], postback: [] };
  let left = clickIds.length * deliveries;
  let latest = 0;
  let failure = null;
  onArrival = (text, at) => {
    const kind = text.startsWith('POST /callback') ? 'callback' : 'postback';
    const [, clickId] = /(?:"clickId":"|[?&](?:click|gk_click_id)=)([0-9a-f-]{36})/.exec(text) ?? [];
    const from = sentAt.get(clickId);
    if (from === undefined) return;
    waits[kind].push(at - from);
    left -= 1;
  };
  const idle = [];
  const send = async (clickId) => {
    const client = idle.pop() ?? (await KeepAliveClient.open(port));
    sentAt.set(clickId, performance.now());
    client.send(
      getRequest(`${postbackPath}&gk_click_id=${clickId}`),
      (status, text) => {
        if (status !== 200) failure ??= text;
        idle.push(client);
      },
      (error) => (failure ??= String(error)),
    );
  };
  // Connections to start with, so that the first calls do not pay for them.
  for (let opened = 0; opened < KEPT_OPEN; opened++) idle.push(await KeepAliveClient.open(port));
  const startedAt = performance.now();
  for (const [index, clickId] of clickIds.entries()) {
    const ahead = startedAt + (index * 1_000) / perSecond - performance.now();
    if (ahead > 0) await pause(ahead);
    else latest = Math.max(latest, -ahead);
    await send(clickId);
  }
  for (const deadline = performance.now() + ARRIVED_WITHIN_MS; left > 0 && performance.now() < deadline;)
    await pause(10);
  for (const client of idle) client.close();
  if (failure !== null) throw new Error(failure);
  const summary = (values) => ({ count: values.length, ...percentiles(Float64Array.from(values)) });
  const all = [...waits.callback, ...waits.postback];
  return {
    missing: left,
    latest,
    all: summary(all),
    callback: summary(waits.callback),
    postback: summary(waits.postback),
  };
}

answerMessages((message) => (message.port === undefined ? ownPort() : run(message)));

const ownPort = () => Promise.resolve({ port: receiver.server.address().port });
