// Receivers that answer late, or never, in a process of their own: one port for each delay that it is given (null: never).
import { once } from 'node:events';
import { answerMessages } from '../program/answer.mjs';
import { startReceiver } from './receiver.mjs';

async function open({ delaysMs }) {
  const receivers = delaysMs.map((delayMs) => startReceiver(0, () => undefined, delayMs));
  await Promise.all(receivers.map(({ server }) => once(server, 'listening')));
  return { urls: receivers.map(({ server }) => `http://127.0.0.1:${server.address().port}`) };
}

answerMessages(open);
