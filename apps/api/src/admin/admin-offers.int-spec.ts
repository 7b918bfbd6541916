import { Database } from '@app/store';
import { Given, testDatabase, type CallAdmin, type GivenAccount } from '@app/testing';
import { ROOT_KEY, testApi } from '../specs/test-api';

const PUBLIC_URL = 'https://pitlane.test';
const LINK = 'https://advertiser.test/?click={gk_click_id}';

const db = testDatabase(Database);
const given = new Given(db);
const { caller } = testApi(db, { PUBLIC_URL });

async function anAccount(): Promise<{ account: GivenAccount; admin: CallAdmin }> {
  const account = await given.account();
  return { account, admin: caller(ROOT_KEY, account.slug) };
}

describe('offers', () => {
  it('should answer with defaults, addresses and warnings', async () => {
    const { admin, account } = await anAccount();
    const { status, body } = await admin('POST', '/offers', { name: 'Plain', link: 'https://advertiser.test/' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      offerType: 'SingleEvent',
      status: 'Active',
      revenue: 0,
      dailyCap: null,
      advertiserId: account.advertiserId,
      events: [],
    });
    expect(body['clickUrl']).toBe(
      `${PUBLIC_URL}/api/v1/offer-wall/offer-link-redirect?offerId=${body.id}&pub_member_id=`,
    );
    expect(body['warnings']).toHaveLength(1);
  });

  it('should stamp an offer with platform time', async () => {
    const { admin, account } = await anAccount();
    await given.platformTime(account, new Date('2030-01-02T03:04:05.678Z'));
    expect((await admin('POST', '/offers', { name: 'Later', link: LINK })).body['createdAt']).toBe(
      '2030-01-02T03:04:05.678Z',
    );
  });

  it('should keep ids of events that stay, and let two of them swap their eventId', async () => {
    const { admin } = await anAccount();
    const events = [{ eventId: 'a', revenue: 0.000001 }, { eventId: 'b' }, { eventId: 'c' }];
    const { body: offer } = await admin('POST', '/offers', {
      name: 'Steps',
      link: LINK,
      offerType: 'MultiEvent',
      events,
    });
    const [a, b] = offer.events;
    const swapped = [
      { id: a!.id, eventId: 'b' },
      { id: b!.id, eventId: 'a' },
      { eventId: 'd', displayOrder: 3 },
    ];
    const { body } = await admin('PATCH', `/offers/${offer.id}`, { events: swapped });
    expect(body.events).toMatchObject([
      { id: a!.id, eventId: 'b', revenue: 0.000001 },
      { id: b!.id, eventId: 'a' },
      { eventId: 'd' },
    ]);
    expect((await admin('GET', `/offers/${offer.id}`)).body).toEqual(body);
    expect(
      await db.rows('SELECT event_id FROM offer_events WHERE offer_id = $1 AND deleted_at IS NOT NULL', [offer.id]),
    ).toEqual([{ event_id: 'c' }]);
  });

  it.each([
    [{ link: 'nowhere' }, 'link'],
    [{ link: 'https://{pub_sub_1}.test/' }, 'link'],
    [{ revenue: 0.0000001 }, 'revenue'],
    [{ dailyCap: 0 }, 'dailyCap'],
    [{ offerType: 'MultiEvent', weeklyCap: 1, events: [{ eventId: 'a' }] }, 'weeklyCap'],
    [{ offerType: 'MultiEvent' }, 'events'],
    [{ ipWhitelist: ['10.0.0.0/33'] }, 'ipWhitelist'],
    [{ advertiserId: '00000000-0000-7000-8000-000000000000' }, 'advertiserId'],
    [{ headline: 'NUL \0' }, 'headline'],
    [{ color: 'red' }, 'color'],
  ])('should refuse %j and name the field', async (fields, field) => {
    const { admin } = await anAccount();
    expect(await admin('POST', '/offers', { name: 'Wrong', link: LINK, ...fields })).toMatchObject({
      status: 400,
      fields: [field],
    });
    expect((await admin('GET', '/offers')).body['totalCount']).toBe(0);
  });

  it('should pause, resume and delete', async () => {
    const { admin } = await anAccount();
    const { body: offer } = await admin('POST', '/offers', { name: 'Short-lived', link: LINK });
    for (const [step, status] of [
      ['pause', 'Pending'],
      ['pause', 'Pending'],
      ['resume', 'Active'],
    ] as const) {
      expect((await admin('POST', `/offers/${offer.id}/${step}`)).status).toBe(204);
      expect((await admin('GET', `/offers/${offer.id}`)).body['status']).toBe(status);
    }
    expect((await admin('DELETE', `/offers/${offer.id}`)).status).toBe(204);
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      expect((await admin(method, `/offers/${offer.id}`, method === 'PATCH' ? {} : undefined)).status).toBe(404);
    }
  });

  it('should list by filters, in the order that is asked for', async () => {
    const { admin } = await anAccount();
    for (const name of ['B 100%', 'A 100', 'C']) await admin('POST', '/offers', { name, link: LINK });
    const names = async (query: string): Promise<unknown[]> =>
      (await admin('GET', `/offers?${query}`)).body.items.map(({ name }) => name);
    expect(await names('')).toEqual(['C', 'A 100', 'B 100%']);
    expect(await names('orderby=Name&order_asc=true&page_size=2')).toEqual(['A 100', 'B 100%']);
    expect(await names('search=100%25')).toEqual(['B 100%']);
    expect(await admin('GET', '/offers?orderby=link')).toMatchObject({ status: 400, fields: ['orderby'] });
    expect(await admin('GET', '/offers?color=red')).toMatchObject({ status: 400, fields: ['color'] });
  });
});

describe('partners and postbacks', () => {
  it('should answer the same link for the same partner and offer', async () => {
    const { admin, account } = await anAccount();
    const [partner, offer] = [await given.partner({ account }), await given.offer({ account })];
    const links = await Promise.all(
      [1, 2, 3].map(() => admin('POST', `/partners/${partner.id}/links`, { offerId: offer.id })),
    );
    expect(new Set(links.map(({ body }) => body.id)).size).toBe(1);
    expect(links[0]!.body.url).toBe(`${PUBLIC_URL}/api/v1/offer-link/redirect/${links[0]!.body.id}`);
  });

  it('should take an event by its Event ID and send what waits to a new URL', async () => {
    const { admin, account } = await anAccount();
    const partner = await given.partner({ account });
    const offer = await given.offer({ account, events: [{ eventId: 'level 5' }] });
    const path = `/partners/${partner.id}/postbacks`;
    const made = await admin('POST', path, {
      scope: 'event',
      offerId: offer.id,
      eventId: 'level 5',
      url: 'https://p.test/?x={typo}',
    });
    expect(made.body).toMatchObject({
      eventId: 'level 5',
      offerEventId: offer.events[0]!.id,
      method: 'GET',
      statuses: ['Success'],
      enabled: true,
    });
    expect(made.body['warnings']).toHaveLength(1);
    const conversion = await given.conversion({ offer, partner });
    const { id } = await given.delivery({ conversion, kind: 'postback', postbackId: made.body.id });
    await admin('PATCH', `/postbacks/${made.body.id}`, { url: 'http://q.test:81/' });
    expect(await db.row('SELECT receiver FROM deliveries WHERE id = $1', [id])).toEqual({
      receiver: 'http://q.test:81',
    });
    expect((await admin('DELETE', `/postbacks/${made.body.id}`)).status).toBe(204);
    expect(await db.row('SELECT status FROM deliveries WHERE id = $1', [id])).toEqual({ status: 'Pending' });
    const preview = await admin('POST', '/postbacks/preview', {
      url: 'https://p.test/{gk_event_name}',
      conversionId: conversion.id,
    });
    expect(preview.status).toBe(200);
  });

  it('should render a preview by the switch of the account, with values that add nothing', async () => {
    const { admin } = await anAccount();
    const url = 'https://p.test/?a={pub_click_id}&b={cnv_amount}';
    const sample = { pub_click_id: '1&c={payout}', cnv_amount: null };
    expect((await admin('POST', '/postbacks/preview', { url, sample })).body.url).toBe(
      'https://p.test/?a=1%26c%3D%7Bpayout%7D&b=',
    );
    await admin('PATCH', '/account', { nullMacro: 'null' });
    expect((await admin('POST', '/postbacks/preview', { url, sample })).body.url).toMatch(/&b=null$/);
  });
});

it('should show nothing of one account to another', async () => {
  const [mine, theirs] = [await anAccount(), await anAccount()];
  const offer = await given.offer({ account: theirs.account });
  const partner = await given.partner({ account: theirs.account });
  const postback = await given.postback({ partner });
  const paths = [
    `/offers/${offer.id}`,
    `/partners/${partner.id}`,
    `/postbacks/${postback.id}`,
    `/advertisers/${theirs.account.advertiserId}`,
  ];
  for (const path of paths) {
    for (const method of ['GET', 'DELETE']) expect((await mine.admin(method, path)).status).toBe(404);
    expect((await mine.admin('PATCH', path, {})).status).toBe(404);
    expect((await theirs.admin('GET', path)).status).toBe(200);
  }
  expect((await mine.admin('GET', `/partners/${partner.id}/postbacks`)).status).toBe(404);
  expect((await mine.admin('GET', '/offers')).body['totalCount']).toBe(0);
});
