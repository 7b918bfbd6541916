import { Receivers, until } from '@app/testing';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLine } from '../support/command-line';
import { testPitlane } from '../support/pitlane';
import { ProductProcess } from '../support/system/product-process';
import { testFolders } from '../support/system/temporary-folder';
import type { Account } from '../support/account';

const pitlane = testPitlane();
const folder = testFolders();
const receivers = new Receivers();
let account: Account;

beforeEach(async () => {
  account = await pitlane().account();
});

afterAll(() => receivers.closeAll());

const environment = (): Record<string, string> => ({ PITLANE_URL: pitlane().url, PITLANE_ADMIN_KEY: account.key });

const listeners: ProductProcess[] = [];

afterEach(() => {
  for (const listener of listeners.splice(0)) listener.signal('SIGKILL');
});

/** Listens until the test ends it; answered once it watches. */
async function listening(...args: string[]): Promise<ProductProcess> {
  const listener = new ProductProcess({
    command: ['dist/apps/cli/src/main.js', 'listen', ...args],
    env: environment(),
  });
  listeners.push(listener);
  await until(() => listener.output.includes('Watching.'), { within: 30_000 });
  return listener;
}

/** An import makes events of kind `import`. */
async function importStatuses(): Promise<void> {
  const { clickId } = await account.convertNew(await account.offer());
  const file = join(folder(), 'statuses.csv');
  writeFileSync(file, `gk_click_id,Status\n${clickId},Rejected\n`);
  await new CommandLine(environment()).json('import', file, '--kind', 'status-update');
}

describe('pitlane listen', () => {
  it('should print what happens, a line of JSON each, and end after as many as were asked for', async () => {
    const listener = await listening('--kind', 'import', '--json', '--limit', '1');
    await importStatuses();
    expect((await listener.ended()).code).toBe(0);
    const line = listener.output.split('\n').find((text) => text.startsWith('{')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ id: expect.any(String) as string, event: 'import' });
  });

  it('should end at Ctrl-C, and say at once what it was refused', async () => {
    const listener = await listening('--kind', 'import');
    expect(await listener.end('SIGINT')).toMatchObject({ code: 0 });
    const refused = await new CommandLine(environment()).run('listen', '--kind', 'weather');
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toContain('kind');
    expect((await new CommandLine(environment()).run('listen', '--forward-to', 'localhost:3000')).code).toBe(2);
  });

  it('should send each callback on to a URL of this machine as it came, show its answer, and put everything back', async () => {
    const own = await account.receiver('own');
    await account.callback({ url: own, sendPending: true, secretHeader: 'X-Secret', secretValue: 'abracadabra' });
    const hook = await receivers.start({ status: 201 }, { status: 500 });
    const listener = await listening('--kind', 'import', '--forward-to', `${hook.url}/hook`);
    const first = await account.convertNew(await account.offer());
    await listener.says(/forwarded {2}callback \S+ → 201 in \d+ ms/);
    await account.convertNew(await account.offer({ pendingTime: 1 }));
    await listener.says(/forwarded {2}callback \S+ → 500 in \d+ ms/);
    const [request] = hook.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/hook', headers: { 'x-secret': 'abracadabra' } });
    const delivery = await account.awaited(`conversionId=${first.conversionId}&status=Sent`);
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      id: delivery.id,
      conversion: { conversionId: first.conversionId },
    });
    expect(await listener.end('SIGINT')).toMatchObject({ code: 0 });
    expect(await account.api.get('/account/callback')).toMatchObject({
      url: own,
      sendPending: true,
      secretHeaderSet: true,
    });
    await account.convertNew(await account.offer());
    await until(async () => (await account.received('own')).length === 1);
    expect(hook.requests).toHaveLength(2);
  });
});
