// What is measured needs an account: an offer, a partner with a link and a postback, a callback. Made through the admin REST.
import { request } from 'undici';

/** Two deliveries a conversion: the callback, and the partner's postback for the offer. Both go to `receiver`. */
export async function createAccount({ port, key }, slug, receiver) {
  const call = (method, path, body) => callAdmin({ port, key, slug }, method, path, body);
  const account = await callAdmin({ port, key }, 'POST', '/accounts', { slug, name: `Bench ${slug}` });
  const offer = await call('POST', '/offers', {
    name: 'Boost Card',
    link: 'https://advertiser.example/landing?click={gk_click_id}&member={pub_member_id}&sub={pub_sub_1}',
    revenue: 20,
    reward: 1500,
    payout: 12.5,
  });
  const partner = await call('POST', '/partners', { name: 'Brightwheels' });
  await call('POST', `/partners/${partner.id}/postbacks`, {
    scope: 'event',
    offerId: offer.id,
    url: `${receiver}/postback?click={gk_click_id}&pub_click={pub_click_id}&payout={payout}`,
  });
  await call('PUT', '/account/callback', { url: `${receiver}/callback` });
  const { postbackUrl } = await call('GET', '/account');
  const { pathname, search } = new URL(postbackUrl);
  return { id: account.id, slug, offerId: offer.id, partnerId: partner.id, postbackPath: `${pathname}${search}` };
}

async function callAdmin({ port, key, slug }, method, path, body) {
  const { statusCode, body: answer } = await request(`http://127.0.0.1:${port}/admin/v1${path}`, {
    method,
    headers: {
      authorization: `ApiToken ${key}`,
      ...(slug === undefined ? {} : { 'x-pitlane-account': slug }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  if (statusCode >= 300) throw new Error(`${method} ${path}: ${statusCode} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

export const clickPath = ({ offerId }, number) =>
  `/api/v1/offer-wall/offer-link-redirect?offerId=${offerId}&pub_member_id=member-${number}&pub_click_id=click-${number}&pub_sub_1=campaign%20one`;

export const conversionPath = ({ postbackPath }, clickId) => `${postbackPath}&gk_click_id=${clickId}`;
