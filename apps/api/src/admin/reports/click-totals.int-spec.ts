import { newId } from '@app/runtime';
import { Database } from '@app/store';
import { FoldClickCounts } from '@app/tracking';
import { Given, testDatabase, type GivenAccount, type GivenOffer, type GivenPartner } from '@app/testing';
import { ROOT_KEY, testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as, caller, url } = testApi(db);

const DAY = '2024-03-01';
const RANGE = `from=${DAY}&to=${DAY}`;

let account: GivenAccount;
let offer: GivenOffer;
let partner: GivenPartner;

async function visit(path: string): Promise<void> {
  const { status } = await fetch(`${url()}${path}`, { redirect: 'manual' });
  expect(status).toBe(302);
}

/** Three clicks of one offer, one of them by the partner, and one of another; a view; a call that was refused. */
beforeEach(async () => {
  account = await given.account({ frozenAt: new Date(`${DAY}T12:00:00Z`) });
  offer = await given.offer({ account });
  partner = await given.partner({ account });
  const other = await given.offer({ account });
  const link = await given.partnerLink(partner, offer);
  const redirect = '/api/v1/offer-wall/offer-link-redirect';
  for (const { id } of [offer, offer, other]) await visit(`${redirect}?offerId=${id}&pub_member_id=ann`);
  await visit(`/api/v1/offer-link/redirect/${link}?pub_click_id=1&pub_member_id=bob`);
  await fetch(`${url()}/api/v1/offer-wall/offer-details?offerId=${offer.id}&pub_member_id=ann&pub_click_id=1`);
  await db.rows(
    `INSERT INTO request_logs (id, account_id, kind, method, url, source_ip, parameters, http_status, result, offer_id, created_at)
     SELECT $1, $2, 'click', 'GET', '/', '203.0.113.7', '{}', 422, 'offer_inactive', $3, now()`,
    [newId(), account.id, offer.id],
  );
});

async function foldAll(): Promise<void> {
  const counts = new FoldClickCounts(db.database);
  while (await counts.fold());
}

const totalOf = async (list: string): Promise<unknown> => (await as(account)('GET', list)).body['totalCount'];

const idsOf = async (list: string): Promise<Set<string>> =>
  new Set((await as(account)('GET', list)).body.items.map((item) => String(item['id'])));

const summary = async (): Promise<unknown> => (await as(account)('GET', `/reports/summary?${RANGE}`)).body.items;

/** Rows of counts that the account has, of either kind. */
const countsOf = ({ id }: GivenAccount): Promise<unknown[]> =>
  db.rows('SELECT FROM click_counts WHERE account_id = $1 UNION ALL SELECT FROM click_deltas WHERE account_id = $1', [
    id,
  ]);

describe('totals of clicks', () => {
  it.each([
    ['/clicks', () => '', 4],
    ['/clicks', () => `offerId=${offer.id}`, 3],
    ['/clicks', () => `partnerId=${partner.id}`, 1],
    ['/clicks', () => `partnerId=${partner.id}&offerId=${newId()}`, 0],
    ['/clicks', () => `pubMemberId=ann`, 3],
    ['/clicks', () => `to=${DAY}T00:00:00Z`, 0],
    ['/views', () => `offerId=${offer.id}`, 1],
    ['/request-logs', () => `kind=click`, 5],
    ['/request-logs', () => `kind=click&offerId=${offer.id}`, 4],
    ['/request-logs', () => 'kind=click&result=accepted', 4],
    ['/request-logs', () => 'kind=click&httpStatus=302', 4],
    ['/request-logs', () => 'kind=click&result=offer_inactive', 1],
    ['/request-logs', () => 'kind=conversion', 0],
    ['/request-logs', () => 'kind=click&pubMemberId=ann', 3],
  ])('should be in the list of %s, filter %#', async (list, filter, total) => {
    const path = `${list}?page_size=100&${filter()}`;
    expect([await totalOf(path), (await idsOf(path)).size]).toEqual([total, total]);
    await foldAll();
    expect(await totalOf(path)).toBe(total);
  });

  it.each([
    ['/clicks?', 8],
    ['/request-logs?kind=click&', 9],
  ])('should lead to every page of %s, whatever day it begins on', async (list, total) => {
    for (const day of ['2024-03-02', '2024-03-04']) {
      await given.platformTime(account, new Date(`${day}T12:00:00Z`));
      await visit(`/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=ann`);
      await visit(`/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=bob`);
      await foldAll();
    }
    const all = [...(await idsOf(`${list}page_size=100`))];
    expect(all).toHaveLength(total);
    for (const [direction, expected] of [
      ['false', all],
      ['true', [...all].reverse()],
    ] as const) {
      const pages = expected.map((_, page) => idsOf(`${list}page_size=1&page=${page}&order_asc=${direction}`));
      expect((await Promise.all(pages)).flatMap((ids) => [...ids])).toEqual(expected);
    }
    expect(await idsOf(`${list}page_size=1&page=20`)).toEqual(new Set());
    expect(await idsOf(`${list}page_size=2&page=1&pubMemberId=ann`)).toEqual(
      new Set([...(await idsOf(`${list}page_size=100&pubMemberId=ann`))].slice(2, 4)),
    );
  });

  it('should be nothing after a reset, and leave nothing behind', async () => {
    expect(await summary()).toMatchObject([{ clicks: 4, views: 1 }]);
    await foldAll();
    await as(account)('POST', '/emulator/reset', { keep: ['offers', 'clock'] });
    expect([await summary(), await totalOf('/clicks')]).toEqual([[], 0]);
    await visit(`/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=ann`);
    expect(await summary()).toMatchObject([{ clicks: 1, views: 0 }]);
    await as(account)('POST', '/emulator/reset');
    await foldAll();
    expect(await countsOf(account)).toEqual([]);
  });

  it('should stay with the clicks when a reset keeps them', async () => {
    await as(account)('POST', '/emulator/reset', { keep: ['clicks', 'clock'] });
    expect(await summary()).toMatchObject([{ clicks: 4, views: 1 }]);
  });

  it.each([true, false])(
    'should leave nothing behind when the account is deleted; folded before: %p',
    async (folded) => {
      if (folded) await foldAll();
      await caller(ROOT_KEY)('DELETE', `/accounts/${account.slug}`);
      expect(await countsOf(account)).toEqual([]);
    },
  );
});
