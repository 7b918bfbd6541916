import { Database } from '@app/store';
import { anId, Given, testDatabase, type CallAdmin, type GivenAccount } from '@app/testing';
import { ROOT_KEY, testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as, url } = testApi(db);

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 21, 6, minute));
const idsOf = async (call: CallAdmin, query: string): Promise<unknown[]> => {
  const { status, body } = await call('GET', `/conversions?${query}`);
  expect(status).toBe(200);
  return body.items.map(({ id }) => id);
};

describe('GET /conversions', () => {
  let account: GivenAccount;
  let first: string;
  let second: string;
  let offerId: string;
  let partnerId: string;
  let clickId: string;

  beforeAll(async () => {
    account = await given.account();
    const offer = await given.offer({ account, name: 'Climb', events: [{ eventId: 'level-5', name: 'Level 5' }] });
    const partner = await given.partner({ account, name: 'Sherpa' });
    const click = await given.click({
      offer,
      partner,
      pubMemberId: 'ann',
      pubClickId: 'pc-1',
      parameters: { pub_sub_3: 's3' },
    });
    const own = { click, offerEventId: offer.events[0]?.id ?? null, parameters: { cnv_amount: '9.99' } };
    const made = await given.conversion({ ...own, revenue: '1.25', createdAt: at(1), callbackSent: true });
    const other = await given.conversion({
      offer: await given.offer({ account }),
      status: 'Rejected',
      rejectionReason: 'Fraud',
      createdAt: at(2),
    });
    [first, second, offerId, partnerId, clickId] = [made.id, other.id, offer.id, partner.id, click.id];
    await given.conversion();
  });

  it('should show a row with its names, values as JSON numbers, and what came along', async () => {
    const { body } = await as(account)('GET', '/conversions?eventId=level-5');
    expect(body.items).toEqual([
      expect.objectContaining({
        id: first,
        status: 'Success',
        offerId,
        offerName: 'Climb',
        eventId: 'level-5',
        eventName: 'Level 5',
        partnerId,
        partnerName: 'Sherpa',
        advertiserName: 'Default advertiser',
        pubMemberId: 'ann',
        pubClickId: 'pc-1',
        pubSub3: 's3',
        pubSub4: null,
        trackSysConversionAmount: '9.99',
        revenue: 1.25,
        reward: 5,
        payout: 2,
        callbackSent: 'Yes',
        isRewardSent: true,
        createdAt: '2026-11-21T06:01:00.000Z',
        maturesAt: null,
      }),
    ]);
  });

  it('should list newest first, and by another field when asked', async () => {
    expect(await idsOf(as(account), '')).toEqual([second, first]);
    expect(await idsOf(as(account), 'order_asc=true')).toEqual([first, second]);
    expect(await idsOf(as(account), 'orderby=revenue&order_asc=true')).toEqual([first, second]);
  });

  it('should narrow by each filter', async () => {
    const call = as(account);
    const onlyFirst = [
      `offerId=${offerId}`,
      `partnerId=${partnerId}`,
      `clickId=${clickId}`,
      'pubMemberId=ann',
      'status=Success',
    ];
    onlyFirst.push('callbackSent=Yes', 'to=2026-11-21T06:01:30Z', 'status=Pending,Success');
    for (const filter of onlyFirst) expect([filter, await idsOf(call, filter)]).toEqual([filter, [first]]);
    for (const filter of [
      'status=Rejected',
      'callbackSent=No',
      'from=2026-11-21T06:01:30Z',
      `status=Rejected&isRepeated=false`,
    ]) {
      expect([filter, await idsOf(call, filter)]).toEqual([filter, [second]]);
    }
    expect(await idsOf(call, 'isRepeated=true')).toEqual([]);
  });

  it.each([
    'status=Approved',
    'offerId=x',
    'from=today',
    'callbackSent=maybe',
    'orderby=password',
    'colour=red',
    'format=pdf',
  ])('should refuse ?%s and name the field', async (filter) => {
    const { status, fields } = await as(account)('GET', `/conversions?${filter}`);
    expect([status, fields]).toEqual([400, [filter.split('=')[0]]]);
  });

  it('should export all rows of the filter as CSV', async () => {
    const response = await fetch(`${url()}/admin/v1/conversions?format=csv&page_size=1`, {
      headers: { authorization: `ApiToken ${ROOT_KEY}`, 'x-pitlane-account': account.slug },
    });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="conversions.csv"');
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^id,createdAt,.*,pubSub15,.*,trackSysConversionSub5$/);
  });
});

describe('GET /conversions/:id', () => {
  it('should add the history, and the deliveries; skipped ones when asked', async () => {
    const conversion = await given.conversion();
    const sent = await given.delivery({ conversion, status: 'Sent' });
    const skipped = await given.delivery({ conversion, status: 'Skipped' });
    const call = as(conversion.click.offer.account);
    const { body } = await call('GET', `/conversions/${conversion.id.toUpperCase()}`);
    expect(body).toMatchObject({ id: conversion.id, history: [{ from: null, to: 'Success', by: 'postback' }] });
    expect(body['deliveries']).toEqual([expect.objectContaining({ id: sent.id, status: 'Sent' })]);
    const all = await call('GET', `/conversions/${conversion.id}?includeSkipped=true`);
    expect(all.body['deliveries']).toEqual([sent, skipped].map(({ id }) => expect.objectContaining({ id }) as unknown));
  });

  it("should answer 404 for another account's conversion, an unknown id and what is no id", async () => {
    const conversion = await given.conversion();
    const stranger = as(await given.account());
    for (const id of [conversion.id, anId(), 'x', '%00']) {
      expect((await stranger('GET', `/conversions/${id}`)).status).toBe(id === '%00' ? 400 : 404);
      expect((await stranger('PATCH', `/conversions/${id}`, { status: 'Pending' })).status).toBe(
        id === '%00' ? 400 : 404,
      );
    }
  });
});

describe('PATCH /conversions/:id', () => {
  it('should set the status with its reason, and write the history and the delivery', async () => {
    const account = await given.account({ callback: { url: 'http://127.0.0.1:9/hook', sendRejected: true } });
    const conversion = await given.conversion({ offer: await given.offer({ account }) });
    const call = as(account);
    const rejected = await call('PATCH', `/conversions/${conversion.id}`, {
      status: 'Rejected',
      rejectionReason: `  ${'r'.repeat(300)} `,
    });
    expect(rejected).toMatchObject({ status: 200, body: { status: 'Rejected', rejectionReason: 'r'.repeat(255) } });
    expect(rejected.body['deliveries']).toMatchObject([
      { kind: 'callback', status: 'Pending', conversionStatus: 'Rejected' },
    ]);
    const accepted = await call('PATCH', `/conversions/${conversion.id}`, { status: 'Success' });
    expect(accepted.body).toMatchObject({ status: 'Success', rejectionReason: null });
    expect(accepted.body['history']).toMatchObject([
      { from: null, to: 'Success', by: 'postback' },
      { from: 'Success', to: 'Rejected', reason: 'r'.repeat(255), by: 'admin' },
      { from: 'Rejected', to: 'Success', reason: null, by: 'admin' },
    ]);
  });

  it('should keep the reason of a Rejected conversion when none is given, and drop it for null or blanks', async () => {
    const conversion = await given.conversion({ status: 'Rejected', rejectionReason: 'Fraud' });
    const change = async (body: object): Promise<unknown> =>
      (await as(conversion.click.offer.account)('PATCH', `/conversions/${conversion.id}`, body)).body[
        'rejectionReason'
      ];
    expect(await change({ status: 'Rejected' })).toBe('Fraud');
    expect(await change({ status: 'Rejected', rejectionReason: ' other ' })).toBe('other');
    expect(await change({ status: 'Rejected', rejectionReason: '  ' })).toBeNull();
  });

  it('should refuse a reason without Rejected, another status and unknown fields', async () => {
    const conversion = await given.conversion();
    const call = as(conversion.click.offer.account);
    const fieldsFor = async (body: object): Promise<unknown> => {
      const { status, fields } = await call('PATCH', `/conversions/${conversion.id}`, body);
      return [status, fields];
    };
    expect(await fieldsFor({ status: 'Success', rejectionReason: 'x' })).toEqual([400, ['rejectionReason']]);
    expect(await fieldsFor({ status: 'Approved' })).toEqual([400, ['status']]);
    expect(await fieldsFor({})).toEqual([400, ['status']]);
    expect(await fieldsFor({ status: 'Rejected', rejectionReason: 'a\0b' })).toEqual([400, ['rejectionReason']]);
    expect(await fieldsFor({ status: 'Pending', revenue: 5 })).toEqual([400, ['revenue']]);
  });
});
