import type { Account } from '../support/account';
import type { LoggedCall } from '../support/answers';
import { request } from '../support/http';
import { testPitlane } from '../support/pitlane';

const pitlane = testPitlane();
let account: Account;

beforeEach(async () => {
  account = await pitlane().account();
});

const ask = (...rules: object[]): Promise<unknown> => account.api.put('/emulator/api-faults', { rules });

describe('faults of the API (K7)', () => {
  it('should refuse conversions until the caller has tried often enough, and record one then', async () => {
    const { clickId } = await account.click(await account.offer());
    await ask({ path: new URL(account.postbackUrl).pathname, status: 503, times: 2 });
    const answers = [1, 2, 3].map(() => () => account.postbackCall({ gk_click_id: clickId }));
    const statuses: number[] = [];
    for (const call of answers) statuses.push((await call()).status);
    expect(statuses).toEqual([503, 503, 200]);
    expect(await account.api.list('/conversions')).toHaveLength(1);
    const log = await account.api.list<LoggedCall>('/request-logs?kind=conversion&order_asc=true');
    expect(log.map(({ httpStatus, result }) => [httpStatus, result])).toEqual([
      [503, 'injected_fault'],
      [503, 'injected_fault'],
      [200, 'recorded'],
    ]);
  });

  it('should limit the rate of clicks, and record none of those', async () => {
    const offer = await account.offer();
    await ask({ method: 'GET', path: '/api/v1/offer-wall/*', status: 429, times: 1 });
    const url = `${account.local(offer.clickUrl)}lus`;
    const { status, headers } = await request(url);
    expect([status, headers.get('retry-after')]).toEqual([429, '1']);
    expect((await request(url)).status).toBe(302);
    expect(await account.api.list('/clicks')).toHaveLength(1);
  });

  it('should make the management API fail for its key alone', async () => {
    const [mine, theirs] = [account, await pitlane().account()];
    await ask({ path: '/api/v1/sdk-conversion-system/*', status: 500 });
    const [failed, answered] = await Promise.all(
      [mine, theirs].map(({ key }) =>
        request(`${pitlane().url}/api/v1/sdk-conversion-system/conversions`, {
          headers: { authorization: `ApiToken ${key}` },
        }),
      ),
    );
    expect([failed?.status, answered?.status]).toEqual([500, 200]);
    expect(failed?.json).toMatchObject({ isSuccessful: false, messages: [expect.stringContaining('Injected fault')] });
  });

  it('should leave the admin REST and the emulator as they are', async () => {
    await ask({ path: '/api/v1/*', status: 500 }, { path: '/track*', delay: '60s' });
    expect((await account.api.call('GET', '/offers')).status).toBe(200);
    await account.api.delete('/emulator/api-faults');
    expect(await account.api.get('/emulator/api-faults')).toEqual({ rules: [] });
  });
});
