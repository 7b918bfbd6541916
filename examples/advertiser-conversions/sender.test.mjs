import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { startPitlane } from '@pitlane/testkit';
import { ConversionSender } from './sender.mjs';

let platform;
let account;
let sender;

before(async () => (platform = await startPitlane()));
after(() => platform.stop());

beforeEach(async () => {
  account = await platform.account();
  const { postbackUrl } = await account.api.get('/account', {});
  sender = new ConversionSender({ postbackUrl, waitsMs: [1] });
});

/** A port that somebody listened on a moment ago, and nobody does now. */
async function closedPort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

test('reports a conversion with its amount and order', async () => {
  const offer = await account.offer({ conversionType: 'RevShare', revenueShare: 10, rewardShare: 5 });
  const { id: clickId } = await account.click(offer);
  const result = await sender.send({ clickId, amount: 40, orderId: 'order 7/é' });
  assert.equal(result.kind, 'recorded');
  assert.equal(result.status, 'Success');
  const { items } = await account.api.get('/conversions', { query: { clickId } });
  assert.deepEqual(
    items.map(({ id, revenue }) => ({ id, revenue })),
    [{ id: result.conversionId, revenue: 4 }],
  );
});

test('reports the same conversion twice without harm', async () => {
  const { id: clickId } = await account.click(await account.offer());
  const [first, second] = [await sender.send({ clickId }), await sender.send({ clickId })];
  assert.equal(second.conversionId, first.conversionId);
});

test('says what became of one that the platform rejects', async () => {
  const { id: clickId } = await account.click(await account.offer({ ipWhitelist: ['192.0.2.1'] }));
  const { kind, status, rejectionReason } = await sender.send({ clickId });
  assert.deepEqual([kind, status, rejectionReason], ['recorded', 'Rejected', 'IP address is not whitelisted']);
});

test('gives up at once on a click that nobody knows', async () => {
  const result = await sender.send({ clickId: '019a8f3e-9999-7b10-9d35-0242ac120002' });
  assert.deepEqual([result.kind, result.status], ['refused', 404]);
});

test('tries again where nobody answers, and where the answer says later', async () => {
  const nobody = new ConversionSender({
    postbackUrl: `http://127.0.0.1:${await closedPort()}/?signature=x`,
    waitsMs: [1],
  });
  assert.equal((await nobody.send({ clickId: 'x' })).kind, 'unsent');
  const busy = await account.receiver(503, { status: 200, body: { data: { conversionId: 'c', status: 'Success' } } });
  const later = new ConversionSender({ postbackUrl: `${busy.url}?signature=x`, waitsMs: [1] });
  assert.deepEqual(await later.send({ clickId: 'x' }), { kind: 'recorded', conversionId: 'c', status: 'Success' });
  assert.equal((await busy.requests()).length, 2);
});
