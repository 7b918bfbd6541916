import { until } from '@app/testing';
import type { Account } from '../support/account';
import { testPitlane } from '../support/pitlane';

const LISTS = [
  '/offers',
  '/partners',
  '/conversions',
  '/deliveries?includeSkipped=true',
  '/clicks',
  '/views',
  '/request-logs',
  '/history-logs',
];
/** Asked for are 100 ms on an idle machine. */
const PATIENCE_MS = 1_000;

const pitlane = testPitlane();

/** An account in which everything has happened. */
async function busyAccount(conversions = 1): Promise<Account> {
  const account = await pitlane().account();
  const offer = await account.offer();
  const partner = await account.partner();
  const link = await account.link(partner, offer);
  await account.postback(partner, { scope: 'global', url: await account.receiver('postback') });
  await account.callback({ url: await account.receiver('callback') });
  for (let n = 0; n < conversions; n++) {
    const { clickId } = await account.partnerClick(link, { pub_click_id: `pc-${n}`, pub_member_id: `m-${n}` });
    await account.convert(clickId);
    await account.convert(clickId);
  }
  await until(
    async () => (await account.api.get<{ totalCount: number }>('/deliveries?status=Pending')).totalCount === 0,
  );
  await account.advance('1d');
  return account;
}

const countsOf = (account: Account, paths = LISTS): Promise<number[]> =>
  Promise.all(paths.map(async (path) => (await account.api.get<{ totalCount: number }>(path)).totalCount));

describe('reset (K7)', () => {
  it('should empty the account, whose key and addresses stay, and no other one', async () => {
    const [account, other] = [await busyAccount(), await busyAccount()];
    const before = await countsOf(other);
    const { postbackUrl } = await account.api.get<{ postbackUrl: string }>('/account');
    await account.api.patch('/account', { repeatCallbacks: false, nullMacro: 'null' });
    await account.api.post('/emulator/reset', {});
    expect(await countsOf(account)).toEqual(LISTS.map(() => 0));
    expect(await countsOf(account, ['/emulator/receivers'])).toEqual([0]);
    expect(await account.api.get('/account/callback')).toMatchObject({ url: null });
    expect(await account.api.get('/account')).toMatchObject({ postbackUrl, repeatCallbacks: true, nullMacro: 'empty' });
    expect(await account.api.get('/emulator/clock')).toMatchObject({ mode: 'system' });
    expect(await countsOf(other)).toEqual(before);

    const { status } = await account.convertNew(await account.offer());
    expect(status).toBe('Success');
  });

  it('should keep what it is told to, with what that stands on', async () => {
    const account = await busyAccount();
    await account.api.post('/emulator/reset', { keep: ['offers', 'callback'] });
    expect(await countsOf(account, ['/offers', '/partners', '/conversions', '/clicks'])).toEqual([1, 0, 0, 0]);
    expect(await account.api.get('/account/callback')).not.toMatchObject({ url: null });
  });

  it.each([
    [{ keep: ['everything'] }, 'keep'],
    [{ keep: 'offers' }, 'keep'],
    [{ drop: ['offers'] }, 'drop'],
  ])('should refuse %j and empty nothing', async (body, field) => {
    const account = await busyAccount();
    const { status, fields } = await account.api.refused('POST', '/emulator/reset', body);
    expect({ status, fields: [...new Set(fields)] }).toEqual({ status: 400, fields: [field] });
    expect(await countsOf(account, ['/offers', '/conversions'])).toEqual([1, 1]);
  });

  it('should be quick, and not trip over work that goes on', async () => {
    const account = await busyAccount(20);
    const offer = await account.offer();
    await account.callback({ url: await account.receiver('callback', { status: 503 }) });
    const working = Array.from({ length: 20 }, () => account.convertNew(offer).catch(() => null));
    const startedAt = performance.now();
    await account.api.post('/emulator/reset', {});
    expect(performance.now() - startedAt).toBeLessThan(PATIENCE_MS);
    await Promise.all(working);
    await account.api.post('/emulator/reset', {});
    expect(await countsOf(account)).toEqual(LISTS.map(() => 0));
  });
});
