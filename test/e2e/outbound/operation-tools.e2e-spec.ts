import { until } from '@app/testing';
import type { Account } from '../support/account';
import type { CallbackBody, ConversionAnswer, Offer } from '../support/answers';
import { testPitlane } from '../support/pitlane';

const UNKNOWN = '019a8f3e-0000-7000-8000-000000000000';

const pitlane = testPitlane();
let account: Account;
let offer: Offer;

beforeEach(async () => {
  account = await pitlane().account();
  offer = await account.offer();
  await account.callback({ url: await account.receiver('callback') });
});

const tool = <Answer>(name: string, body: object): Promise<Answer> =>
  account.api.post<Answer>(`/operation-tools/${name}`, body);

const makeClick = (body: object = {}): Promise<{ clickId: string; location: string }> =>
  tool('clicks', { offerId: offer.id, pubMemberId: 'lus', ...body });

async function arrived(many: number): Promise<CallbackBody[]> {
  await until(async () => (await account.received('callback')).length >= many);
  return (await account.received('callback')).map(({ json }) => json as CallbackBody);
}

describe('Operation Tools (G5.5)', () => {
  it('should make a click for who has none', async () => {
    const { clickId, location } = await makeClick({ parameters: { pub_click_id: 'pc-1', pub_sub_1: 'news' } });
    expect(location).toBe(`https://advertiser.example/land?click=${clickId}`);
    expect(await account.api.list('/clicks')).toMatchObject([
      { id: clickId, offerId: offer.id, pubMemberId: 'lus', pubClickId: 'pc-1', parameters: { pub_sub_1: 'news' } },
    ]);
  });

  it('should generate a conversion, which calls back by itself', async () => {
    const multi = await account.multiEventOffer(['one', 'two']);
    const { clickId } = await makeClick({ offerId: multi.id });
    const body = { clickId, eventId: 'two', parameters: { cnv_amount: 9.9, cnv_sub_1: 'x' } };
    const made = await tool<ConversionAnswer>('conversions', body);
    expect(made).toEqual({
      conversionId: expect.any(String) as string,
      status: 'Success',
      rejectionReason: null,
      recorded: true,
    });
    expect(await tool('conversions', body)).toEqual({ ...made, recorded: false });
    const [callback] = await arrived(1);
    expect(callback!.conversion).toMatchObject({
      conversionId: made.conversionId,
      eventId: 'two',
      trackSysConversionAmount: '9.9',
    });
  });

  it('should send the callback of a conversion as it stands, whatever the opt-ins say', async () => {
    const { conversionId } = await account.convertNew(offer);
    await arrived(1);
    await account.setStatus(conversionId, 'Rejected', 'fraud');
    const { deliveryIds } = await tool<{ deliveryIds: string[] }>('callbacks', {
      conversionId,
      notes: 'asked for by phone',
    });
    const [, second] = await arrived(2);
    expect(second).toMatchObject({
      id: deliveryIds[0],
      conversion: { conversionId, status: 'Rejected', rejectionReason: 'fraud' },
    });
    expect(await account.conversion(conversionId)).toMatchObject({ history: [{ to: 'Success' }, { to: 'Rejected' }] });
  });

  it('should send the callbacks of an event, or of one conversion of it', async () => {
    const multi = await account.multiEventOffer(['one', 'two']);
    const [first] = [
      await account.convertNew(multi, { cnv_event_id: 'one' }),
      await account.convertNew(multi, { cnv_event_id: 'one' }),
    ];
    await account.convertNew(multi, { cnv_event_id: 'two' });
    await arrived(3);
    expect((await tool<{ deliveryIds: string[] }>('callbacks', { eventId: 'one' })).deliveryIds).toHaveLength(2);
    const both = { eventId: 'one', conversionId: first.conversionId };
    expect((await tool<{ deliveryIds: string[] }>('callbacks', both)).deliveryIds).toHaveLength(1);
    await arrived(6);
  });

  it.each([
    ['clicks', { offerId: UNKNOWN, pubMemberId: 'x' }, 404, ['offerId']],
    ['clicks', { offerId: 'x', pubMemberId: 'x' }, 400, ['offerId']],
    ['clicks', { offerId: UNKNOWN }, 400, ['pubMemberId']],
    ['clicks', { offerId: UNKNOWN, pubMemberId: 'x', parameters: { pub_sub_16: 'x' } }, 400, ['parameters.pub_sub_16']],
    ['clicks', { offerId: UNKNOWN, pubMemberId: 'x', parameters: [] }, 400, ['parameters']],
    ['conversions', { clickId: UNKNOWN }, 404, ['clickId']],
    ['conversions', { clickId: 'x' }, 400, ['clickId']],
    ['conversions', {}, 400, ['clickId']],
    ['conversions', { clickId: UNKNOWN, parameters: { cnv_amount: {} } }, 400, ['parameters.cnv_amount']],
    ['callbacks', {}, 400, ['conversionId', 'eventId']],
    ['callbacks', { conversionId: UNKNOWN }, 404, []],
    ['callbacks', { eventId: 'nothing of ours' }, 404, []],
    ['callbacks', { conversionId: UNKNOWN, force: true }, 400, ['force']],
  ])('should refuse %s with %j: %s', async (name, body, status, fields) => {
    expect(await account.api.refused('POST', `/operation-tools/${name}`, body)).toMatchObject({ status, fields });
  });

  it('should refuse what the offer would refuse', async () => {
    const multi = await account.multiEventOffer(['one']);
    const { clickId } = await makeClick({ offerId: multi.id });
    expect(await account.api.refused('POST', '/operation-tools/conversions', { clickId })).toMatchObject({
      status: 400,
      fields: ['eventId'],
    });
    const wrong = { clickId, eventId: 'two' };
    expect(await account.api.refused('POST', '/operation-tools/conversions', wrong)).toMatchObject({
      status: 422,
      fields: ['eventId'],
    });
    await account.api.post(`/offers/${offer.id}/pause`);
    const click = { offerId: offer.id, pubMemberId: 'x' };
    expect(await account.api.refused('POST', '/operation-tools/clicks', click)).toMatchObject({
      status: 409,
      fields: ['offerId'],
    });
  });

  it('should send nothing without a callback URL', async () => {
    await account.callback({ url: null });
    const { conversionId } = await account.convertNew(offer);
    expect(await account.api.refused('POST', '/operation-tools/callbacks', { conversionId })).toMatchObject({
      status: 409,
    });
  });
});
