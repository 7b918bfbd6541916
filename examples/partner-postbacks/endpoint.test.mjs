import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { startPitlane } from '@pitlane/testkit';
import { createEndpoint, Earnings } from './endpoint.mjs';

const TOKEN = 'a token of the tests';
const MACROS = 'click={pub_click_id}&conversion={gk_conversion_id}&status={cnv_status}&payout={payout}';
let platform;
let account;
let earnings;
let server;
let base;

before(async () => (platform = await startPitlane()));
after(() => platform.stop());

beforeEach(async () => {
  earnings = new Earnings();
  server = createEndpoint({ token: TOKEN, earnings }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${server.address().port}/postback`;
  account = await platform.account();
});

afterEach(() => void server.close());

async function convert(url) {
  const partner = await account.partner();
  await partner.postback({ url, statuses: ['Success', 'Rejected'] });
  const link = await partner.link(await account.offer({ payout: 12.5 }));
  return account.convert(await account.click(link, { member: 'ann', pub_click_id: 'click 1/ü' }));
}

const convertWell = () => convert(`${base}?token=${encodeURIComponent(TOKEN)}&${MACROS}`);

test('earns the payout of a click, once', async () => {
  const conversion = await convertWell();
  const delivery = await conversion.delivery({ status: 'Sent' });
  await account.deliveries.resend(delivery);
  await account.clock.settle();
  assert.equal((await account.deliveries.get(delivery.id)).attempts.length, 2);
  assert.equal(earnings.ofClick('click 1/ü'), 12.5);
});

test('earns nothing any more when the conversion is rejected', async () => {
  const conversion = await convertWell();
  await conversion.delivery({ status: 'Sent' });
  await account.reject(conversion, 'fraud');
  await account.clock.settle();
  assert.equal(earnings.ofClick('click 1/ü'), 0);
});

test('refuses a wrong token, which the platform does not try again', async () => {
  const conversion = await convert(`${base}?token=guess&${MACROS}`);
  const { attempts } = await conversion.delivery({ status: 'Failed' });
  assert.deepEqual(
    attempts.map(({ response }) => response.status),
    [401],
  );
});

test('refuses a postback whose macro nobody replaced', async () => {
  const unknown = MACROS.replace('{payout}', '{payouts}');
  const conversion = await convert(`${base}?token=${encodeURIComponent(TOKEN)}&${unknown}`);
  const { lastResponseStatus } = await conversion.delivery({ status: 'Failed' });
  assert.equal(lastResponseStatus, 400);
});
