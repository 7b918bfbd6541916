import type { Account } from '../support/account';
import type { ConversionAnswer, Envelope, Offer } from '../support/answers';
import { request, type HttpAnswer } from '../support/http';
import { testPitlane } from '../support/pitlane';

const UNKNOWN = '019a8f3e-0000-7000-8000-000000000000';
const FORM = 'application/x-www-form-urlencoded';

const pitlane = testPitlane();
let account: Account;
let offer: Offer;

beforeAll(async () => {
  account = await pitlane().account();
  offer = await account.offer({ revenue: 20 });
});

const newClick = async (of = offer): Promise<string> => (await account.click(of)).clickId;

/** The canonical URL: its secret path and its signature. */
function canonical(): { path: string; signature: string } {
  const { pathname, searchParams } = new URL(account.postbackUrl);
  return { path: pathname, signature: searchParams.get('signature') ?? '' };
}

const get = (path: string, parameters: Record<string, string>): Promise<HttpAnswer> =>
  request(`${pitlane().url}${path}?${new URLSearchParams(parameters).toString()}`);

const post = (path: string, type: string, body: string): Promise<HttpAnswer> =>
  request(`${pitlane().url}${path}`, { method: 'POST', headers: { 'content-type': type }, body });

const dataOf = ({ status, json, text }: HttpAnswer): ConversionAnswer => {
  const { data, ...envelope } = json as Envelope<ConversionAnswer>;
  if (status !== 200 || data === undefined) throw new Error(`${status} ${text}`);
  expect(envelope).toMatchObject({
    isSuccessful: true,
    responseTitle: 'Success',
    responseType: 'Success',
    messages: [],
  });
  return data;
};

function expectRefusal(answer: HttpAnswer, status: number): void {
  expect({ status: answer.status, json: answer.json }).toMatchObject({ status, json: { isSuccessful: false } });
  expect((answer.json as Envelope).messages).toHaveLength(1);
  expect(answer.json).not.toHaveProperty('data');
}

describe('the conversion postback', () => {
  it.each([
    [
      'GET',
      (parameters: Record<string, string>) =>
        get(canonical().path, { signature: canonical().signature, ...parameters }),
    ],
    [
      'GET without the slash at the end',
      (parameters: Record<string, string>) =>
        get(canonical().path.replace(/\/$/, ''), { signature: canonical().signature, ...parameters }),
    ],
    [
      'POST with a query',
      (parameters: Record<string, string>) =>
        request(`${account.local(account.postbackUrl)}&${new URLSearchParams(parameters).toString()}`, {
          method: 'POST',
        }),
    ],
    [
      'POST with a form',
      (parameters: Record<string, string>) =>
        post(
          canonical().path,
          FORM,
          new URLSearchParams({ signature: canonical().signature, ...parameters }).toString(),
        ),
    ],
    [
      'POST with JSON',
      (parameters: Record<string, string>) =>
        post(canonical().path, 'application/json', JSON.stringify({ signature: canonical().signature, ...parameters })),
    ],
  ])('should be taken by %s, with all its parameters', async (_, call) => {
    const parameters = {
      gk_click_id: await newClick(),
      cnv_amount: '9.990',
      cnv_conversion_id: 'ABC & Sons',
      cnv_conversion_ip_address: '192.0.2.1',
      cnv_email: 'ü@example.com',
      cnv_user_id: 'user_5678',
      ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`cnv_sub_${n}`, `s${n}`])),
    };
    const { conversionId, ...state } = dataOf(await call(parameters));
    expect(state).toEqual({ status: 'Success', rejectionReason: null });
    expect(await account.conversion(conversionId)).toMatchObject({
      clickId: parameters.gk_click_id,
      revenue: 20,
      trackSysConversionAmount: '9.990',
      trackSysConversionId: 'ABC & Sons',
      trackSysConversionIpAddress: '192.0.2.1',
      trackSysConversionEmail: 'ü@example.com',
      trackSysConversionUserId: 'user_5678',
      trackSysConversionSub1: 's1',
      trackSysConversionSub5: 's5',
    });
  });

  it('should let the query count where the body says otherwise', async () => {
    const [inQuery, inBody] = [await newClick(), await newClick()];
    const url = `${account.local(account.postbackUrl)}&gk_click_id=${inQuery}`;
    const body = JSON.stringify({ gk_click_id: inBody, cnv_sub_1: 'from the body' });
    const { conversionId } = dataOf(
      await request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
    );
    expect(await account.conversion(conversionId)).toMatchObject({
      clickId: inQuery,
      trackSysConversionSub1: 'from the body',
    });
  });

  it.each(['/track', '/postback', '/api/v1/conversion'])(
    'should be taken at %s, unsigned in the local profile (G10.3)',
    async (path) => {
      expect(dataOf(await get(path, { gk_click_id: await newClick() })).status).toBe('Success');
      const signed = { gk_click_id: await newClick(), signature: canonical().signature };
      expect(dataOf(await post(path, FORM, new URLSearchParams(signed).toString())).status).toBe('Success');
      expectRefusal(await get(path, { gk_click_id: await newClick(), signature: 'wrong' }), 401);
    },
  );

  it('should need its signature at the aliases once openPostbacks is off', async () => {
    const strict = await pitlane().account();
    await strict.api.patch('/account', { openPostbacks: false });
    const { clickId } = await strict.click(await strict.offer());
    expectRefusal(await get('/track', { gk_click_id: clickId }), 401);
    const signature = new URL(strict.postbackUrl).searchParams.get('signature') ?? '';
    expect(dataOf(await get('/track', { gk_click_id: clickId, signature })).status).toBe('Success');
  });
});

describe('K3.2 row 1', () => {
  it('should answer 404 to a wrong path and 401 to a wrong or missing signature (G10.16)', async () => {
    const { path, signature } = canonical();
    const gk_click_id = await newClick();
    expectRefusal(await get('/api/v1/a/b/c/', { signature, gk_click_id }), 404);
    expectRefusal(await get(path.slice(0, -2), { signature, gk_click_id }), 404);
    expectRefusal(await get(path, { gk_click_id }), 401);
    expectRefusal(await get(path, { gk_click_id, signature: '' }), 401);
    expectRefusal(await get(path, { gk_click_id, signature: `${signature}x` }), 401);
    expect(await account.api.list(`/conversions?clickId=${gk_click_id}`)).toEqual([]);
  });

  it("should not take another account's click, whoever signs", async () => {
    const other = await pitlane().account();
    const { clickId } = await other.click(await other.offer());
    expectRefusal(await account.postbackCall({ gk_click_id: clickId }), 404);
    expectRefusal(await get('/track', { gk_click_id: clickId, signature: canonical().signature }), 401);
    expect(await other.api.list('/conversions')).toEqual([]);
  });
});

describe('K3.2 rows 2 to 4', () => {
  it.each([
    ['no gk_click_id', {}, 400],
    ['a blank gk_click_id', { gk_click_id: ' ' }, 400],
    ['a gk_click_id that is no UUID', { gk_click_id: 'click-1' }, 400],
    ['an unknown click', { gk_click_id: UNKNOWN }, 404],
  ])('should answer to %s', async (_, parameters, status) => {
    expectRefusal(await account.postbackCall(parameters), status);
  });

  it('should need a known event of a MultiEvent offer, spelled exactly', async () => {
    const multi = await account.multiEventOffer(['Sign Up', 'buy']);
    const gk_click_id = await newClick(multi);
    expectRefusal(await account.postbackCall({ gk_click_id }), 400);
    expectRefusal(await account.postbackCall({ gk_click_id, event_id: 'buy' }), 400);
    expectRefusal(await account.postbackCall({ gk_click_id, cnv_event_id: 'sign up' }), 422);
    expect(await account.api.list(`/conversions?clickId=${gk_click_id}`)).toEqual([]);
    const made = await Promise.all(
      ['Sign Up', 'buy'].map((cnv_event_id) => account.convert(gk_click_id, { cnv_event_id })),
    );
    expect(new Set(made.map(({ conversionId }) => conversionId)).size).toBe(2);
  });

  it('should take the click in any case and with blanks around it', async () => {
    const clickId = await newClick();
    expect(dataOf(await account.postbackCall({ gk_click_id: ` ${clickId.toUpperCase()} ` })).status).toBe('Success');
  });
});
