import { Database } from '@app/store';
import { anId, Given, testDatabase, type CallAdmin } from '@app/testing';
import { testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as } = testApi(db);

describe('POST /operation-tools/clicks', () => {
  it('should make a click of a member, and say where it leads', async () => {
    const offer = await given.offer({ link: 'https://a.test/?c={gk_click_id}&s={pub_sub_1}' });
    const { status, body } = await as(offer.account)('POST', '/operation-tools/clicks', {
      offerId: offer.id,
      pubMemberId: 'ann',
      parameters: { pub_sub_1: 'a b', pub_click_id: 'pc-1' },
    });
    expect([status, body['location']]).toEqual([201, `https://a.test/?c=${String(body['clickId'])}&s=a%20b`]);
    expect(
      await db.row('SELECT pub_member_id, pub_click_id, parameters FROM clicks WHERE id = $1', [body['clickId']]),
    ).toEqual({
      pub_member_id: 'ann',
      pub_click_id: 'pc-1',
      parameters: { pub_sub_1: 'a b' },
    });
  });

  it("should refuse another account's offer, a paused one, and what it can't read", async () => {
    const offer = await given.offer();
    const paused = await given.offer({ account: offer.account, status: 'Pending' });
    const call = as(offer.account);
    const answer = async (from: CallAdmin, body: object): Promise<unknown> => {
      const { status, fields } = await from('POST', '/operation-tools/clicks', body);
      return [status, fields];
    };
    expect(await answer(as(await given.account()), { offerId: offer.id, pubMemberId: 'ann' })).toEqual([
      404,
      ['offerId'],
    ]);
    expect(await answer(call, { offerId: paused.id, pubMemberId: 'ann' })).toEqual([409, ['offerId']]);
    expect(await answer(call, { offerId: offer.id, pubMemberId: '' })).toEqual([400, ['pubMemberId']]);
    expect(await answer(call, { offerId: offer.id, pubMemberId: 'ann', parameters: { x: 1 } })).toEqual([
      400,
      ['parameters.x'],
    ]);
    expect(await db.rows('SELECT 1 FROM clicks WHERE account_id = $1', [offer.account.id])).toEqual([]);
  });
});

describe('POST /operation-tools/conversions', () => {
  it('should record the conversion once, with its callback', async () => {
    const account = await given.account({ callback: { url: 'http://127.0.0.1:9/hook' } });
    const offer = await given.offer({ account, events: [{ eventId: 'level-5' }] });
    const click = await given.click({ offer });
    const call = as(account);
    const body = { clickId: click.id, eventId: 'level-5', parameters: { cnv_amount: 9.99 } };
    const made = await call('POST', '/operation-tools/conversions', body);
    expect(made).toMatchObject({ status: 201, body: { status: 'Success', rejectionReason: null, recorded: true } });
    const again = await call('POST', '/operation-tools/conversions', body);
    expect(again).toMatchObject({ status: 201, body: { conversionId: made.body['conversionId'], recorded: false } });
    const { body: conversion } = await call('GET', `/conversions/${String(made.body['conversionId'])}`);
    expect(conversion).toMatchObject({
      trackSysEventId: 'level-5',
      trackSysConversionAmount: '9.99',
      clickId: click.id,
    });
    expect(conversion['deliveries']).toMatchObject([{ kind: 'callback' }, { kind: 'callback' }]);
  });

  it('should name the field that a refusal is about', async () => {
    const offer = await given.offer({ events: [{ eventId: 'level-5' }] });
    const click = await given.click({ offer });
    const answer = async (from: CallAdmin, body: object): Promise<unknown> => {
      const { status, fields } = await from('POST', '/operation-tools/conversions', body);
      return [status, fields];
    };
    const call = as(offer.account);
    expect(await answer(call, { clickId: anId() })).toEqual([404, ['clickId']]);
    expect(await answer(call, { clickId: 'x' })).toEqual([400, ['clickId']]);
    expect(await answer(call, { clickId: click.id })).toEqual([400, ['eventId']]);
    expect(await answer(call, { clickId: click.id, eventId: 'level-6' })).toEqual([422, ['eventId']]);
    expect(await answer(as(await given.account()), { clickId: click.id, eventId: 'level-5' })).toEqual([
      404,
      ['clickId'],
    ]);
  });
});

describe('POST /operation-tools/callbacks', () => {
  it('should send the callback of a conversion as it stands, whatever the opt-ins', async () => {
    const account = await given.account({ callback: { url: 'http://127.0.0.1:9/hook' } });
    const conversion = await given.conversion({
      offer: await given.offer({ account }),
      status: 'Rejected',
      rejectionReason: 'Fraud',
    });
    const { status, body } = await as(account)('POST', '/operation-tools/callbacks', {
      conversionId: conversion.id,
      notes: 'asked by mail',
    });
    expect(status).toBe(202);
    const [deliveryId] = body['deliveryIds'] as string[];
    expect((await as(account)('GET', `/deliveries/${deliveryId ?? ''}`)).body).toMatchObject({
      status: 'Pending',
      conversionStatus: 'Rejected',
    });
  });

  it('should need an id, a URL, and a conversion', async () => {
    const conversion = await given.conversion();
    const call = as(conversion.click.offer.account);
    expect(await call('POST', '/operation-tools/callbacks', {})).toMatchObject({
      status: 400,
      fields: ['conversionId', 'eventId'],
    });
    expect((await call('POST', '/operation-tools/callbacks', { conversionId: conversion.id })).status).toBe(409);
    expect((await call('POST', '/operation-tools/callbacks', { conversionId: anId() })).status).toBe(404);
    expect(
      (await as(await given.account())('POST', '/operation-tools/callbacks', { conversionId: conversion.id })).status,
    ).toBe(404);
  });
});
