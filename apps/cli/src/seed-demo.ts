import { callAdmin, type Server } from './admin-client';

/**
 * A small account to play with: an offer of one event and one of three, a partner, and receivers that take its callback
 * and postbacks. Written through the admin REST like anybody else's.
 */
export async function seedDemo(server: Server, withReceivers: boolean): Promise<void> {
  await callAdmin(server, 'POST', '/accounts', { slug: 'demo', name: 'Demo' });
  const at = (receiver: string): string =>
    withReceivers ? `${server.publicUrl}/receivers/${receiver}` : `https://example.com/${receiver}`;
  const partner = await callAdmin<{ id: string }>(server, 'POST', '/partners', { name: 'Brightwheels' });
  const game = await callAdmin<{ id: string }>(server, 'POST', '/offers', {
    name: 'Racing Legends',
    link: `${at('advertiser')}?click={gk_click_id}&member={pub_member_id}`,
    offerType: 'MultiEvent',
    events: [
      { eventId: 'install', name: 'Install the app', displayOrder: 1, revenue: 1.2, reward: 100 },
      { eventId: 'level_5', name: 'Reach level 5', displayOrder: 2, revenue: 2.5, reward: 250 },
      { eventId: 'purchase', name: 'First purchase', displayOrder: 3, revenue: 6, reward: 600, pendingTime: 3 },
    ],
  });
  const card = await callAdmin<{ id: string }>(server, 'POST', '/offers', {
    name: 'Boost Card',
    link: `${at('advertiser')}?click={gk_click_id}&member={pub_member_id}`,
    revenue: 20,
    reward: 1500,
    payout: 12.5,
  });
  await callAdmin(server, 'POST', `/partners/${partner.id}/links`, { offerId: card.id });
  await callAdmin(server, 'POST', `/partners/${partner.id}/links`, { offerId: game.id });
  await callAdmin(server, 'POST', `/partners/${partner.id}/postbacks`, {
    scope: 'event',
    offerId: card.id,
    url: `${at('partner-event')}?click={pub_click_id}&member={pub_member_id}&payout={payout}`,
  });
  await callAdmin(server, 'POST', `/partners/${partner.id}/postbacks`, {
    scope: 'global',
    url: `${at('partner-global')}?click={pub_click_id}&offer={gk_offer_id}&status={cnv_status}`,
    statuses: ['Success', 'Rejected'],
  });
  await callAdmin(server, 'PUT', '/account/callback', { url: at('callbacks'), sendPending: true, sendRejected: true });
  if (!withReceivers) return;
  for (const name of ['advertiser', 'callbacks', 'partner-event', 'partner-global']) {
    await callAdmin(server, 'PUT', `/emulator/receivers/${name}`, { script: [{ status: 200, body: 'ok' }] });
  }
}
