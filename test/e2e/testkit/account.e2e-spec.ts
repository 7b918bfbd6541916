import '../../../libs/testkit/src/jest.cjs';
import { PitlaneRefusal, PitlaneTimeout, type Account } from '../../../libs/testkit/src';
import { testPlatform } from './kit';

describe('an account of the test kit', () => {
  const platform = testPlatform();
  let account: Account;

  beforeEach(async () => {
    account = await platform().account();
  });

  it('should be its own: what one account has, no other sees', async () => {
    const offer = await account.offer({ name: 'Racing Legends' });
    const other = await platform().account();
    expect((await other.api.get('/offers', {})).items).toEqual([]);
    await expect(other.api.get('/offers/{id}', { path: { id: offer.id } })).rejects.toMatchObject({ status: 404 });
    expect((await account.api.get('/offers', { query: { search: 'Racing' } })).items).toMatchObject([{ id: offer.id }]);
  });

  it('should come with the platform itself, whose clock and receivers are those of one', async () => {
    const before = await platform().clock.now();
    const receiver = await platform().receiver({ status: 204 });
    expect((await fetch(receiver.url, { method: 'POST', body: 'hello' })).status).toBe(204);
    await expect(receiver).toHaveReceived({ method: 'POST', body: 'hello' });
    const { now } = await platform().clock.advance('2m');
    expect(Date.parse(now) - Date.parse(before)).toBeGreaterThanOrEqual(120_000);
  });

  it('should walk from a click of a member to a conversion, its callback, and its rejection', async () => {
    const receiver = await account.receiver();
    await account.callback({ url: receiver.url, sendRejected: true });
    const offer = await account.offer({
      offerType: 'MultiEvent',
      events: [{ eventId: 'install', name: 'Install', revenue: 1.5 }],
    });
    const click = await account.click(offer, { member: 'user 98765', pub_click_id: 'abc' });
    expect(click).toMatchObject({ member: 'user 98765', location: expect.stringContaining(click.id) as string });
    const conversion = await account.convert(click, { event: 'install', cnv_sub_1: 'campaign' });
    expect(conversion.status).toBe('Success');
    await expect(conversion).toHaveBeenDelivered({ of: 'Success', to: receiver });
    const { json } = await receiver.waitFor({ json: { conversion: { conversionId: conversion.id } } });
    expect(json).toMatchObject({ conversion: { eventId: 'install', pubMemberId: 'user 98765', revenue: 1.5 } });
    await account.reject(conversion, 'chargeback');
    await expect(conversion).toBeRejectedWith('chargeback');
    await expect(conversion).toHaveBeenDelivered({ of: 'Rejected', times: 1 });
    await expect(receiver).toHaveReceived(2);
  });

  it('should let a partner bring the click, and tell it by its postback', async () => {
    const receiver = await account.receiver();
    const offer = await account.offer({ link: 'https://advertiser.example/land' });
    const partner = await account.partner({ name: 'Brightwheels' });
    await partner.postback({ url: `${receiver.url}?click={pub_click_id}&payout={payout}` });
    const click = await account.click(await partner.link(offer), { member: 'm', pub_click_id: 'p-1' });
    const conversion = await account.convert(click);
    await expect(conversion).toHaveBeenDelivered({ kind: 'postback', times: 1 });
    await expect(receiver).toHaveReceived({ method: 'GET', url: /click=p-1&payout=0/ });
  });

  it('should tell why a call was refused, rule by rule', async () => {
    const refusal = await account.convert('019a8f3e-9999-7b10-9d35-0242ac120002').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PitlaneRefusal);
    expect(refusal).toBeRefusedBy(404);
    expect(refusal).toBeRefusedBy(/click/);
    expect(refusal).not.toBeRefusedBy('secret path');
    expect((refusal as Error).message).toMatch(
      /^The conversion was refused with 404: .*\n {2}GET http:.*\n {2}✓ 1 secret path\n[^]*\n {2}✗ 3 /,
    );
  });

  it('should name the fields that the admin REST refuses', async () => {
    const refused = account.callback({ url: 'ftp://example.com' });
    await expect(refused).rejects.toThrow(/^PUT .*\/account\/callback was refused with 400: .*\n {2}url: /);
    await expect(refused).rejects.toMatchObject({ status: 400, errors: [{ field: 'url' }] });
  });

  it('should tell what happened instead of what was waited for', async () => {
    const receiver = await account.receiver(410);
    await account.callback(receiver);
    const conversion = await account.convert(await account.click(await account.offer()));
    await conversion.delivery({ status: 'Failed' });
    const waited = await conversion.delivery({ status: 'Sent' }, '1ms').catch((error: unknown) => error);
    expect(waited).toBeInstanceOf(PitlaneTimeout);
    expect((waited as Error).message).toMatch(/callback of Success to http.*: Failed \(.+\)\n {4}1 auto .* 410/);
    await expect(receiver.waitFor({ method: 'DELETE' }, 1)).rejects.toThrow(/What came:\n {2}1 POST .* → 410/);
  });

  it('should send again what had failed, at a receiver that answers otherwise now', async () => {
    const receiver = await account.receiver(400);
    await account.callback(receiver);
    const conversion = await account.convert(await account.click(await account.offer()));
    const failed = await conversion.delivery({ status: 'Failed' });
    await receiver.script(200);
    await account.deliveries.resend(failed);
    await expect(conversion).toHaveBeenDelivered();
    expect(await account.deliveries.get(failed.id)).toMatchObject({
      status: 'Sent',
      attempts: [{}, { trigger: 'resend' }],
    });
  });

  it('should mature on its own clock, and be emptied but for what is kept', async () => {
    const offer = await account.offer({ pendingTime: 3 });
    await account.clock.freeze();
    const conversion = await account.convert(await account.click(offer));
    await expect(conversion).toHaveStatus('Pending');
    expect(await account.clock.advance('3d')).toMatchObject({ matured: 1 });
    await expect(conversion).toHaveStatus('Success');
    await conversion.setStatus('Rejected', 'fraud');
    await expect(conversion).toBeRejectedWith(/fr.ud/);
    await account.emulator.reset('offers');
    expect((await account.api.get('/conversions', {})).items).toEqual([]);
    expect((await account.api.get('/offers', {})).items).toMatchObject([{ id: offer.id }]);
  });

  it('should fail by a matcher with the whole story', async () => {
    const receiver = await account.receiver(404);
    await account.callback(receiver);
    const conversion = await account.convert(await account.click(await account.offer()));
    const delivery = await conversion.delivery({ status: 'Failed' });
    const failures = [
      () => expect(delivery).toHaveBeenDelivered(),
      () => expect(delivery).toHaveBeenAttempted([200]),
      () => expect(delivery).toHaveStatus('Sent'),
      () => expect(conversion).not.toHaveStatus('Success'),
      () => expect(receiver).not.toHaveReceived(1),
      () => expect('a text').toHaveBeenDelivered(),
    ];
    const told = await Promise.all(
      failures.map((fails) => fails().then(String, (error: unknown) => (error as Error).message)),
    );
    expect(told).toEqual([
      expect.stringMatching(/^Expected 1 to be sent \{\}, sent: 0\.\n {2}callback of Success to .*: Failed/),
      expect.stringMatching(/^Expected attempts: \[200\], made: \[404\]\.\n/),
      'Its status is Failed, expected Sent.',
      expect.stringMatching(
        /^Expected not Success\.\n {2}Conversion \S+ is Success\. Its history:\n {4}\S+ {2}new → Success by postback/,
      ),
      expect.stringMatching(/^Expected the receiver receiver-1 not to get 1\. What came:\n {2}1 POST/),
      'This matcher takes a conversion or a delivery, and was given a text.',
    ]);
  });
});
