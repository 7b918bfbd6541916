import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { startPitlane } from '@pitlane/testkit';
import { createReceiver, Rewards } from './receiver.mjs';

const SECRET = 'a secret of the tests';
let platform;
let account;
let rewards;
let server;
let offer;

before(async () => (platform = await startPitlane()));
after(() => platform.stop());

beforeEach(async () => {
  rewards = new Rewards();
  server = createReceiver({ secret: SECRET, rewards }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  account = await platform.account();
  await account.callback({
    url: `http://127.0.0.1:${server.address().port}/callbacks`,
    ...{ secretHeader: 'X-Callback-Secret', secretValue: SECRET, sendPending: true, sendRejected: true },
  });
  offer = await account.offer({ reward: 1500 });
});

afterEach(() => void server.close());

const convert = async (fields) => account.convert(await account.click(offer, { member: 'ann' }), fields);

test('rewards a member', async () => {
  const conversion = await convert();
  await conversion.delivery({ status: 'Sent' });
  assert.equal(rewards.pointsOf('ann'), 1500);
});

test('rewards once when the same callback comes again', async () => {
  const conversion = await convert();
  const delivery = await conversion.delivery({ status: 'Sent' });
  await account.deliveries.resend(delivery);
  await account.clock.settle();
  assert.deepEqual(
    (await account.deliveries.get(delivery.id)).attempts.map(({ trigger }) => trigger),
    ['auto', 'resend'],
  );
  assert.equal(rewards.pointsOf('ann'), 1500);
});

test('gives nothing for a Pending conversion until it matures', async () => {
  offer = await account.offer({ reward: 200, pendingTime: 3 });
  await account.clock.freeze();
  await convert();
  await account.clock.settle();
  assert.equal(rewards.pointsOf('ann'), 0);
  await account.clock.advance('3d');
  assert.equal(rewards.pointsOf('ann'), 200);
});

test('takes the reward back when the advertiser does', async () => {
  const conversion = await convert();
  await conversion.delivery({ status: 'Sent' });
  await account.reject(conversion, 'chargeback');
  await account.clock.settle();
  assert.equal(rewards.pointsOf('ann'), 0);
});

test('refuses a callback without the secret', async () => {
  const { url } = await account.api.get('/account/callback', {});
  await account.callback({ url, secretHeader: 'X-Callback-Secret', secretValue: 'a guess' });
  const conversion = await convert();
  const { lastResponseStatus } = await conversion.delivery({ status: 'Failed' });
  assert.equal(lastResponseStatus, 401);
  assert.equal(rewards.pointsOf('ann'), 0);
});
