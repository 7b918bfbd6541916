import { until } from '@app/testing';
import type { Account } from '../support/account';
import { EventClient } from '../support/event-client';
import { startPitlane, type Pitlane } from '../support/pitlane';
import { testFolders } from '../support/system/temporary-folder';

const folder = testFolders();
/** What was under way in a crash is taken up again after this, and ten seconds. */
const QUICK = { DELIVERY_TIMEOUT: '1s' };

/** Clicks and converts until it is told to stop; what fails, because the server is away, is not done. */
async function keepConverting(
  account: () => Account,
  offer: Parameters<Account['click']>[0],
  goesOn: () => boolean,
): Promise<void> {
  for (let member = 0; goesOn(); member++) {
    await account()
      .click(offer, `member-${String(member)}`)
      .then(({ clickId }) => account().convert(clickId))
      .catch(() => new Promise((resolve) => setImmediate(resolve)));
  }
}

async function idsOf(account: Account, list: string): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 0; ; page++) {
    const path = `${list}?page_size=100&page=${String(page)}`;
    const { items, hasNextPage } = await account.api.get<{ items: { id: string }[]; hasNextPage: boolean }>(path);
    ids.push(...items.map(({ id }) => id));
    if (!hasNextPage) return ids.sort();
  }
}

describe('the event stream (K7)', () => {
  it('should be continued over a crash of everything without a gap or a repetition', async () => {
    const dataDir = folder();
    let running: Pitlane = await startPitlane({ dataDir, env: QUICK });
    const made = await running.account();
    let account: Account = made;
    await account.callback({ url: await account.receiver('callback') });
    const offer = await account.offer();
    const client = new EventClient(() => account);
    await client.open();
    let isOver = false;
    const converting = keepConverting(
      () => account,
      offer,
      () => !isOver,
    );
    await until(() => client.of('attempt').length >= 10, { within: 20_000 });
    await running.killAll();
    running = await startPitlane({ dataDir, env: { ...QUICK, PORT: new URL(running.url).port } });
    account = made.on(running);
    await client.reopen();
    const before = client.of('attempt').length;
    await until(() => client.of('attempt').length >= before + 10, { within: 20_000 });
    client.drop();
    const dropped = client.of('conversion').length;
    await until(async () => (await account.api.get<{ totalCount: number }>('/conversions')).totalCount > dropped + 5, {
      within: 20_000,
    });
    isOver = true;
    await converting;
    await client.reopen();
    await until(
      async () => (await account.api.get<{ totalCount: number }>('/deliveries?status=Pending')).totalCount === 0,
      {
        within: 20_000,
      },
    );
    const [clicks, conversions, deliveries] = [
      await idsOf(account, '/clicks'),
      await idsOf(account, '/conversions'),
      await idsOf(account, '/deliveries'),
    ];
    await until(() => client.of('delivery').filter(({ status }) => status === 'Sent').length >= deliveries.length, {
      within: 20_000,
    });
    expect(
      client
        .of('click')
        .map(({ clickId }) => clickId)
        .sort(),
    ).toEqual(clicks);
    expect(
      client
        .of('conversion')
        .map(({ conversionId }) => conversionId)
        .sort(),
    ).toEqual(conversions);
    const ends = client.of('delivery').filter(({ status }) => status === 'Sent');
    expect(ends.map(({ deliveryId }) => deliveryId).sort()).toEqual(deliveries);
    const attempts = client.of('attempt').map(({ deliveryId, number }) => `${String(deliveryId)} ${String(number)}`);
    expect(new Set(attempts).size).toBe(attempts.length);
    client.drop();
    await running.close();
  });
});
