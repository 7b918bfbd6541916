import { callAdmin, type Server } from './admin-client';
import { seedDemo } from './seed-demo';
import type { Timeline } from './timeline';

interface Attempt {
  number: number;
  trigger: string;
  startedAt: string;
  response: { status: number } | null;
}

interface Delivery {
  id: string;
  kind: string;
  status: string;
  conversionStatus: string;
  url: string;
  reason: string | null;
}

type DeliveryWithAttempts = Delivery & { attempts: Attempt[] };

interface Clock {
  now: string;
}

const readEnvelope: (json: string) => { data: { conversionId: string; status: string } } = JSON.parse;

const LADDER = ['2m', '4m', '8m', '16m', '32m'];

/** A step of the story did not come out as it must. */
class StoryBroken extends Error {}

/**
 * A click becomes a conversion, a callback and two partner postbacks; the callback's receiver is down and the retry
 * ladder is climbed on the test clock; a rejection flips the conversion; a resend arrives.
 */
export async function playStory(server: Server, timeline: Timeline): Promise<void> {
  await seedDemo(server, true);
  await callAdmin(server, 'PUT', '/emulator/receivers/callbacks', {
    script: [...Array.from({ length: 6 }, () => ({ status: 503 })), { status: 200 }],
  });
  await callAdmin(server, 'POST', '/emulator/clock/freeze', {});
  timeline.title('A click, a conversion, a callback that fails for an hour, a rejection, a resend');
  const conversionId = await convert(server, timeline);
  const failed = await climb(server, timeline, conversionId);
  await reject(server, timeline, conversionId);
  await resend(server, timeline, failed);
}

async function convert(server: Server, timeline: Timeline): Promise<string> {
  const { items: partners } = await callAdmin<{ items: { id: string }[] }>(server, 'GET', '/partners');
  const { items: offers } = await callAdmin<{ items: { id: string; name: string }[] }>(
    server,
    'GET',
    '/offers?search=Boost',
  );
  const { now } = await callAdmin<Clock>(server, 'GET', '/emulator/clock');
  const link = await callAdmin<{ url: string }>(server, 'POST', `/partners/${partners[0]?.id ?? ''}/links`, {
    offerId: offers[0]?.id,
  });
  const click = await fetch(`${link.url}?pub_click_id=abc123&pub_member_id=user_98765`, { redirect: 'manual' });
  const location = click.headers.get('location') ?? '';
  expectThat(click.status === 302, 'the click was redirected');
  timeline.event(now, 'click', `user_98765 on ${offers[0]?.name ?? ''} → ${location}`);
  const { postbackUrl } = await callAdmin<{ postbackUrl: string }>(server, 'GET', '/account');
  const clickId = new URL(location).searchParams.get('click') ?? '';
  const answer = await fetch(`${postbackUrl}&gk_click_id=${clickId}`);
  const { data } = readEnvelope(await answer.text());
  timeline.event(now, 'conversion', `${data.conversionId} is ${data.status}`, 'green');
  return data.conversionId;
}

/** Steps the clock to each retry; answers the delivery that ended Failed. */
async function climb(server: Server, timeline: Timeline, conversionId: string): Promise<string> {
  await callAdmin(server, 'GET', `/deliveries/wait?conversionId=${conversionId}&kind=postback&status=Sent&timeout=5s`);
  // Advancing by a moment returns when everything that is due now has been carried out.
  await callAdmin(server, 'POST', '/emulator/clock/advance', { by: 1 });
  const { items } = await callAdmin<{ items: Delivery[] }>(
    server,
    'GET',
    `/deliveries?conversionId=${conversionId}&orderby=createdAt&order_asc=true`,
  );
  for (const postback of items.filter(({ kind }) => kind === 'postback')) await show(server, timeline, postback.id, 0);
  const callback = items.find(({ kind }) => kind === 'callback');
  if (callback === undefined) throw new StoryBroken('No callback was planned.');
  let shown = await show(server, timeline, callback.id, 0);
  for (const by of LADDER) {
    await callAdmin(server, 'POST', '/emulator/clock/advance', { by });
    shown = await show(server, timeline, callback.id, shown);
  }
  const { status, reason } = await callAdmin<DeliveryWithAttempts>(server, 'GET', `/deliveries/${callback.id}`);
  expectThat(status === 'Failed' && shown === LADDER.length + 1, 'the callback failed after five retries');
  timeline.note(`The callback is ${status}: ${reason ?? ''}`);
  return callback.id;
}

async function reject(server: Server, timeline: Timeline, conversionId: string): Promise<void> {
  const { rejectionPath } = await callAdmin<{ rejectionPath: string }>(server, 'GET', '/account');
  const { now } = await callAdmin<Clock>(server, 'GET', '/emulator/clock');
  await fetch(`${rejectionPath}?new_rejected_reason=chargeback&transaction_id=${conversionId}`);
  const { status, rejectionReason } = await callAdmin<{ status: string; rejectionReason: string }>(
    server,
    'GET',
    `/conversions/${conversionId}`,
  );
  expectThat(status === 'Rejected', 'the rejection endpoint flipped the conversion');
  timeline.event(now, 'rejection', `${conversionId} is ${status}: ${rejectionReason}`, 'red');
  await callAdmin(server, 'POST', '/emulator/clock/advance', { by: 1 });
  const { items } = await callAdmin<{ items: Delivery[] }>(
    server,
    'GET',
    `/deliveries?conversionId=${conversionId}&status=Sent`,
  );
  for (const { id } of items.filter((delivery) => delivery.conversionStatus === 'Rejected')) {
    await show(server, timeline, id, 0);
  }
}

async function resend(server: Server, timeline: Timeline, deliveryId: string): Promise<void> {
  await callAdmin(server, 'POST', `/deliveries/${deliveryId}/resend`);
  await callAdmin(server, 'POST', '/emulator/clock/advance', { by: 1 });
  await show(server, timeline, deliveryId, LADDER.length + 1);
  const { status } = await callAdmin<Delivery>(server, 'GET', `/deliveries/${deliveryId}`);
  expectThat(status === 'Sent', 'the resent callback arrived');
}

/** Prints the attempts beyond the first `shown`; answers how many there are. */
async function show(server: Server, timeline: Timeline, deliveryId: string, shown: number): Promise<number> {
  const { kind, url, attempts } = await callAdmin<DeliveryWithAttempts>(server, 'GET', `/deliveries/${deliveryId}`);
  for (const { number, trigger, startedAt, response } of attempts.slice(shown)) {
    const status = response?.status ?? 0;
    const ok = status >= 200 && status < 300;
    timeline.event(
      startedAt,
      kind,
      `attempt ${String(number)} (${trigger}) → ${String(status)}  ${url}`,
      ok ? 'green' : 'yellow',
    );
  }
  return attempts.length;
}

function expectThat(holds: boolean, what: string): void {
  if (!holds) throw new StoryBroken(`It was expected that ${what}.`);
}
