import { Database } from '@app/store';
import { Given, RETRIES, testDatabase, until, type GivenOffer } from '@app/testing';
import { Catalog } from '../catalog';
import { CONFIG_CHANNEL } from '../due-signal';
import { RecordClick, type ClickCall } from '../record-click';
import { RecordView } from '../record-view';

const db = testDatabase(Database);
const given = new Given(db);
const NOW = new Date('2024-03-01T12:00:00.000Z');
const NO_ID = '019a8f3e-ffff-7000-8000-000000000000';
const REFUSED = { kind: 'refused' };

const CALL: ClickCall = {
  pubMemberId: 'member 1',
  pubClickId: 'abc/1',
  parameters: { pub_sub_1: 'x&y', pub_age: '30' },
  sourceIp: '203.0.113.7',
  userAgent: 'test',
  url: '/api/v1/offer-wall/offer-link?x=1',
};

let catalog: Catalog;
let clicks: RecordClick;
let views: RecordView;

beforeEach(() => {
  catalog = new Catalog(db.database, RETRIES);
  clicks = new RecordClick(db.database, catalog);
  views = new RecordView(db.database, catalog);
});

const clickRow = (id: string): Promise<Record<string, unknown>> =>
  db.row(
    `SELECT offer_id AS "offerId", account_id AS "accountId", view_id AS "viewId", partner_id AS "partnerId", pub_member_id AS member,
            pub_click_id AS "pubClickId", parameters, source_ip AS ip, user_agent AS agent, url, created_at AS "createdAt"
       FROM clicks WHERE id = $1`,
    [id],
  );

const countOf = async ({ id }: GivenOffer): Promise<number> =>
  (await db.rows('SELECT FROM clicks WHERE offer_id = $1', [id])).length;

async function accepted(clicking: ReturnType<RecordClick['byOffer']>): Promise<{ clickId: string; location: string }> {
  const result = await clicking;
  if (result.kind !== 'clicked') throw new Error(`refused: ${result.code}`);
  return result;
}

const viewOf = async (offer: GivenOffer, pubMemberId: string): Promise<string> => {
  const parameters = { pub_sub_1: 'of the view', pub_geo_state: 'CA' };
  const call = { offerId: offer.id, pubMemberId, viewId: null, parameters, sourceIp: '203.0.113.8', url: '/view' };
  const result = await views.record(call);
  if (result.kind !== 'viewed') throw new Error(`refused: ${result.code}`);
  return result.viewId;
};

describe(RecordClick.name, () => {
  it('should record a click before it answers where it goes', async () => {
    const account = await given.account({ frozenAt: NOW });
    const link =
      'https://shop.example/?c={gk_click_id}&m={pub_member_id}&s={pub_sub_1}&p={pub_click_id}&n={pub_sub_2}&u={other}';
    const offer = await given.offer({ account, link });

    const { clickId, location } = await accepted(clicks.byOffer(offer.id, CALL));

    expect(location).toBe(`https://shop.example/?c=${clickId}&m=member%201&s=x%26y&p=abc%2F1&n=&u={other}`);
    expect(await clickRow(clickId)).toEqual({
      offerId: offer.id,
      accountId: account.id,
      viewId: null,
      partnerId: null,
      member: 'member 1',
      pubClickId: 'abc/1',
      parameters: CALL.parameters,
      ip: '203.0.113.7',
      agent: 'test',
      url: CALL.url,
      createdAt: NOW,
    });
  });

  it("should go by a view: its member, and its parameters under the call's", async () => {
    const offer = await given.offer();
    const viewId = await viewOf(offer, 'm-of-view');
    const { clickId } = await accepted(clicks.byView(viewId, offer.id, { ...CALL, pubMemberId: null }));
    expect(await clickRow(clickId)).toMatchObject({
      viewId,
      member: 'm-of-view',
      parameters: { pub_sub_1: 'x&y', pub_age: '30', pub_geo_state: 'CA' },
    });
    const again = await accepted(clicks.byView(viewId, null, CALL));
    expect(again.clickId).not.toBe(clickId);
  });

  it("should go by a partner's link", async () => {
    const account = await given.account();
    const [partner, offer] = [await given.partner({ account }), await given.offer({ account })];
    const link = await given.partnerLink(partner, offer);
    const { clickId } = await accepted(clicks.byPartnerLink(link, CALL));
    expect(await clickRow(clickId)).toMatchObject({ partnerId: partner.id, offerId: offer.id });
  });

  it('should refuse what is unknown, and say whose call it was where that is known', async () => {
    const [offer, other, deleted] = [await given.offer(), await given.offer(), await given.offer({ deletedAt: NOW })];
    const viewId = await viewOf(offer, 'm');
    const nobody = { accountId: null, offerId: null };
    expect(await clicks.byOffer(NO_ID, CALL)).toEqual({ ...REFUSED, ...nobody, code: 'offer_unknown' });
    expect(await clicks.byOffer(deleted.id, CALL)).toEqual({ ...REFUSED, ...nobody, code: 'offer_unknown' });
    expect(await clicks.byView(NO_ID, null, CALL)).toEqual({ ...REFUSED, ...nobody, code: 'view_unknown' });
    expect(await clicks.byPartnerLink(NO_ID, CALL)).toEqual({ ...REFUSED, ...nobody, code: 'link_unknown' });
    expect(await clicks.byView(viewId, other.id, CALL)).toMatchObject({
      code: 'view_offer_mismatch',
      accountId: offer.accountId,
    });
    expect(await clicks.byOffer(offer.id, { ...CALL, pubMemberId: null })).toEqual({
      ...REFUSED,
      code: 'parameter_missing',
      accountId: offer.accountId,
      offerId: offer.id,
    });
    expect([await countOf(offer), await countOf(other), await countOf(deleted)]).toEqual([0, 0, 0]);
  });

  it.each(['Pending', 'Expired'] as const)('should refuse clicks and views of an offer that is %s', async (status) => {
    const offer = await given.offer({ status });
    const about = { ...REFUSED, code: 'offer_inactive', accountId: offer.accountId };
    expect(await clicks.byOffer(offer.id, CALL)).toEqual({ ...about, offerId: offer.id });
    const view = { offerId: offer.id, pubMemberId: 'm', viewId: null, parameters: {}, sourceIp: '::1', url: '/' };
    expect(await views.record(view)).toEqual(about);
    expect(await countOf(offer)).toBe(0);
  });

  it('should make a thousand clicks at once durable, each with an id of its own', async () => {
    const offer = await given.offer();
    await accepted(clicks.byOffer(offer.id, CALL));
    const all = await Promise.all(
      Array.from({ length: 1_000 }, async (_, index) => {
        const { clickId } = await accepted(clicks.byOffer(offer.id, { ...CALL, pubMemberId: `m${index}` }));
        return clickId;
      }),
    );
    expect(new Set(all).size).toBe(1_000);
    const stored = await db.rows('SELECT FROM clicks WHERE id = ANY($1)', [all]);
    expect(stored).toHaveLength(1_000);
  });

  it('should have each click in the database when its answer leaves', async () => {
    const offer = await given.offer();
    const seen = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const { clickId } = await accepted(clicks.byOffer(offer.id, CALL));
        return (await clickRow(clickId))['offerId'];
      }),
    );
    expect(seen).toEqual(Array<string>(50).fill(offer.id));
  });

  it('should let one click that cannot be stored spoil no other', async () => {
    const offer = await given.offer();
    const results = await Promise.allSettled(
      ['m1', 'm\0', 'm2'].map((pubMemberId) => clicks.byOffer(offer.id, { ...CALL, pubMemberId })),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await countOf(offer)).toBe(2);
  });

  it('should be drained once every click that was taken is durable', async () => {
    const offer = await given.offer();
    await accepted(clicks.byOffer(offer.id, CALL));
    const clicking = Array.from({ length: 20 }, () => clicks.byOffer(offer.id, CALL));
    await clicks.drained();
    expect(await countOf(offer)).toBe(21);
    await Promise.all(clicking);
  });

  describe('when an offer is paused', () => {
    const pause = ({ id }: GivenOffer, status = 'Pending'): Promise<unknown> =>
      db.rows('UPDATE offers SET status = $2 WHERE id = $1', [id, status]);

    it('should refuse at once after the process that paused it forgot the account', async () => {
      const offer = await given.offer();
      await accepted(clicks.byOffer(offer.id, CALL));
      await pause(offer);
      catalog.forget(offer.accountId);
      expect(await clicks.byOffer(offer.id, CALL)).toMatchObject({ code: 'offer_inactive' });
      await pause(offer, 'Active');
      catalog.forget(offer.accountId);
      await accepted(clicks.byOffer(offer.id, CALL));
    });

    it('should refuse after another process paused it, by its notification, and forget nobody else', async () => {
      const [offer, other] = [await given.offer(), await given.offer()];
      const leave = await db.database.notifications.subscribe(CONFIG_CHANNEL, {
        onNotification: (accountId) => {
          catalog.forget(accountId);
        },
        onListening: () => undefined,
      });
      await accepted(clicks.byOffer(offer.id, CALL));
      await accepted(clicks.byOffer(other.id, CALL));
      await db.anotherPool(1).query(`UPDATE offers SET status = 'Pending' WHERE id = $1`, [offer.id]);
      await until(() => catalog.knownOffer(offer.id) === undefined);
      expect(await clicks.byOffer(offer.id, CALL)).toMatchObject({ code: 'offer_inactive' });
      expect(catalog.knownOffer(other.id)?.id).toBe(other.id);
      leave();
    });
  });
});

describe(RecordView.name, () => {
  it('should take a view again for the same offer and member only (G§2.1)', async () => {
    const [offer, other] = [await given.offer(), await given.offer()];
    const viewId = await viewOf(offer, 'm');
    const call = { offerId: offer.id, pubMemberId: 'm', viewId, parameters: {}, sourceIp: '::1', url: '/' };
    expect(await views.record(call)).toMatchObject({ kind: 'viewed', viewId });
    for (const changed of [{ offerId: other.id }, { pubMemberId: 'n' }, { viewId: NO_ID }, { viewId: null }]) {
      const result = await views.record({ ...call, ...changed });
      expect(result.kind === 'viewed' && result.viewId !== viewId).toBe(true);
    }
  });
});
