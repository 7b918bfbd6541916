import type { Account } from '../support/account';
import type { Conversion, LoggedCall, Offer } from '../support/answers';
import { rawRequest, request, type HttpAnswer } from '../support/http';
import { testPitlane } from '../support/pitlane';

const UNKNOWN = '019a8f3e-0000-7000-8000-000000000000';
const OK = '{"status":"ok"}';

const pitlane = testPitlane();
let account: Account;
let offer: Offer;
/** The account's own endpoint. */
let global: { rejectionPath: string; rejectionUrl: string };

beforeAll(async () => {
  account = await pitlane().account();
  offer = await account.offer();
  global = await account.api.get('/account');
});

function reject(endpoint: { rejectionPath: string }, parameters: Record<string, string>): Promise<HttpAnswer> {
  return request(`${account.local(endpoint.rejectionPath)}?${new URLSearchParams(parameters).toString()}`);
}

const rejectAs = (id: string, reason = 'fraud'): Promise<HttpAnswer> =>
  reject(global, { new_rejected_reason: reason, transaction_id: id });

/** A refusal in this edge's own shape. */
function expectError({ status, json }: HttpAnswer, expected: number): void {
  expect({ status, json }).toMatchObject({
    status: expected,
    json: { status: 'error', message: expect.any(String) as string },
  });
}

const lastLogged = async (): Promise<LoggedCall> =>
  (await account.api.list<LoggedCall>('/request-logs?kind=rejection'))[0]!;

const byEndpoint = ({ history }: Conversion): unknown[] => history.filter(({ by }) => by === 'rejection-endpoint');

describe('the rejection endpoint (K4.1)', () => {
  it.each(['Success', 'Pending'])('should reject a %s conversion with the reason', async (status) => {
    const { conversionId } = await account.convertNew(offer);
    await account.setStatus(conversionId, status);
    const answer = await rejectAs(conversionId, 'bot traffic');
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 200, text: OK });
    const conversion = await account.conversion(conversionId);
    expect(conversion).toMatchObject({ status: 'Rejected', rejectionReason: 'bot traffic' });
    expect(byEndpoint(conversion)).toMatchObject([{ from: status, to: 'Rejected', reason: 'bot traffic' }]);
    expect(await lastLogged()).toMatchObject({ httpStatus: 200, result: 'rejected', conversionId });
  });

  it('should replace the reason of a Rejected one, and call back for that only where the account wants it', async () => {
    await account.callback({ url: await account.receiver('callback'), sendRejected: true });
    const { conversionId } = await account.convertNew(offer);
    await rejectAs(conversionId, 'fraud');
    expect((await rejectAs(conversionId, 'chargeback')).text).toBe(OK);
    expect(await account.conversion(conversionId)).toMatchObject({ status: 'Rejected', rejectionReason: 'chargeback' });
    expect(await lastLogged()).toMatchObject({ result: 'reason_updated' });
    const planned = async (): Promise<number> =>
      (await account.deliveries(`conversionId=${conversionId}&includeSkipped=true`)).length;
    expect(await planned()).toBe(2);
    await account.api.patch('/account', { callbackOnReasonChange: true });
    await rejectAs(conversionId, 'duplicate');
    expect(await planned()).toBe(3);
    await account.api.patch('/account', { callbackOnReasonChange: false });
  });

  it('should trim the reason and cut it at 255 characters', async () => {
    const { conversionId } = await account.convertNew(offer);
    await rejectAs(conversionId, `  ${'ä'.repeat(300)}  `);
    expect((await account.conversion(conversionId)).rejectionReason).toBe('ä'.repeat(255));
  });

  it.each([
    ['an unknown id', UNKNOWN],
    ['an id that is no UUID', "x' OR 1=1"],
  ])('should answer the same to %s, and do nothing', async (_, id) => {
    const answer = await rejectAs(id);
    const { conversionId } = await account.convertNew(offer);
    const found = await rejectAs(conversionId);
    const shown = ({ status, text, headers }: HttpAnswer): unknown => ({
      status,
      text,
      headers: [...headers].filter(([name]) => name !== 'date').sort(),
    });
    expect(shown(answer)).toEqual(shown(found));
  });

  it('should log the true result of an unknown id', async () => {
    await rejectAs(UNKNOWN);
    expect(await lastLogged()).toMatchObject({ httpStatus: 200, result: 'not_found', conversionId: null });
  });

  it.each([
    ['no reason', { transaction_id: UNKNOWN }],
    ['a blank reason', { transaction_id: UNKNOWN, new_rejected_reason: ' ' }],
    ['no id', { new_rejected_reason: 'fraud' }],
    ['a blank id', { new_rejected_reason: 'fraud', transaction_id: '' }],
  ])('should answer 400 to %s', async (_, parameters) => {
    expectError(await reject(global, parameters), 400);
    expect(await lastLogged()).toMatchObject({ httpStatus: 400, result: 'invalid' });
  });

  it('should answer 404 at an unknown endpoint', async () => {
    const parameters = { new_rejected_reason: 'fraud', transaction_id: UNKNOWN };
    expectError(await reject({ rejectionPath: `${pitlane().url}/r/${'a'.repeat(26)}` }, parameters), 404);
  });

  it('should take GET and POST, by query, form or JSON', async () => {
    const url = account.local(global.rejectionPath);
    const calls: ((id: string) => Promise<HttpAnswer>)[] = [
      (id) => request(`${url}?new_rejected_reason=r&transaction_id=${id}`, { method: 'POST' }),
      (id) =>
        request(url, { method: 'POST', body: new URLSearchParams({ new_rejected_reason: 'r', transaction_id: id }) }),
      (id) =>
        request(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ new_rejected_reason: 'r', transaction_id: id }),
        }),
    ];
    for (const call of calls) {
      const { conversionId } = await account.convertNew(offer);
      expect((await call(conversionId)).text).toBe(OK);
      expect((await account.conversion(conversionId)).status).toBe('Rejected');
    }
  });

  it('should be taken by host name too, case and port aside', async () => {
    const { hostname, port } = new URL(global.rejectionUrl);
    expect(global.rejectionUrl).toMatch(/^http:\/\/[a-z0-9]+\.localhost:\d+\/$/);
    for (const host of [`${hostname}:${port}`, hostname.toUpperCase()]) {
      const { conversionId } = await account.convertNew(offer);
      const path = `/?new_rejected_reason=fraud&transaction_id=${conversionId}`;
      const { status, text } = await rawRequest(pitlane().url, { path, headers: { host } });
      expect({ status, text }).toEqual({ status: 200, text: OK });
      expect((await account.conversion(conversionId)).status).toBe('Rejected');
    }
    const path = `/?new_rejected_reason=fraud&transaction_id=${UNKNOWN}`;
    const wrong = await rawRequest(pitlane().url, { path, headers: { host: `nobody.localhost:${port}` } });
    expect(wrong).toMatchObject({ status: 404, json: { status: 'error' } });
  });
});

describe('whose conversion a rejection reaches', () => {
  it('should reach only its own offer by an offer-level URL, and answer the same', async () => {
    const other = await account.offer();
    const { conversionId } = await account.convertNew(offer);
    const parameters = { new_rejected_reason: 'fraud', transaction_id: conversionId };
    expect((await reject(other, parameters)).text).toBe(OK);
    expect((await account.conversion(conversionId)).status).toBe('Success');
    expect(await lastLogged()).toMatchObject({ result: 'not_found', offerId: other.id });
    expect((await reject(offer, parameters)).text).toBe(OK);
    expect((await account.conversion(conversionId)).status).toBe('Rejected');
  });

  it("should never reach another account's, whatever id is given", async () => {
    const stranger = await pitlane().account();
    const { conversionId, clickId } = await stranger.convertNew(await stranger.offer(), {
      cnv_conversion_id: 'their-id',
    });
    for (const id of [conversionId, clickId, 'their-id']) expect((await rejectAs(id)).text).toBe(OK);
    expect((await stranger.conversion(conversionId)).status).toBe('Success');
  });

  it('should reach all conversions of a click, or those of one event', async () => {
    const multi = await account.multiEventOffer(['one', 'two', 'three']);
    const { clickId } = await account.click(multi);
    const ids: string[] = [];
    for (const cnv_event_id of ['one', 'two', 'three']) {
      ids.push((await account.convert(clickId, { cnv_event_id })).conversionId);
    }
    const statuses = async (): Promise<string[]> =>
      Promise.all(ids.map(async (id) => (await account.conversion(id)).status));
    await reject(global, { new_rejected_reason: 'fraud', transaction_id: clickId, event_id: 'two' });
    expect(await statuses()).toEqual(['Success', 'Rejected', 'Success']);
    await rejectAs(clickId);
    expect(await statuses()).toEqual(['Rejected', 'Rejected', 'Rejected']);
  });

  it("should find the advertiser's own id where exactly one conversion has it", async () => {
    const { conversionId } = await account.convertNew(offer, { cnv_conversion_id: 'ORDER-1' });
    const twins = [
      await account.convertNew(offer, { cnv_conversion_id: 'ORDER-2' }),
      await account.convertNew(offer, { cnv_conversion_id: 'ORDER-2' }),
    ];
    for (const id of ['ORDER-1', 'ORDER-2', 'order-1']) expect((await rejectAs(id)).text).toBe(OK);
    expect((await account.conversion(conversionId)).status).toBe('Rejected');
    for (const twin of twins) expect((await account.conversion(twin.conversionId)).status).toBe('Success');
  });

  it('should free the event: a later conversion of the member is judged anew', async () => {
    const { clickId, conversionId } = await account.convertNew(offer);
    await rejectAs(conversionId);
    const again = await account.convert(clickId);
    expect(again.conversionId).not.toBe(conversionId);
    expect(again.status).toBe('Success');
  });
});
