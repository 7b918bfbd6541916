// A healthy receiver in a process of its own: answers 200 to whatever comes, as soon as all of it is there, and counts.
import { once } from 'node:events';
import { answerMessages } from '../program/answer.mjs';
import { startReceiver } from './receiver.mjs';

const receiver = startReceiver(0, () => undefined);
await once(receiver.server, 'listening');

/** What came since the last question. */
answerMessages(() => Promise.resolve({ port: receiver.server.address().port, received: receiver.take() }));
