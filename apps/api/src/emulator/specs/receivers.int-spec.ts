import { Database } from '@app/store';
import { Given, testDatabase, until, type CallAdmin, type GivenAccount } from '@app/testing';
import { connect } from 'node:net';
import { testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as, url } = testApi(db);

const pathOf = ({ slug }: GivenAccount, below = ''): string => `${url()}/receivers/${slug}/cb${below}`;

/** An account whose receiver `cb` answers so. */
async function scripted(...script: unknown[]): Promise<{ account: GivenAccount; call: CallAdmin }> {
  const account = await given.account();
  const call = as(account);
  expect((await call('PUT', '/emulator/receivers/cb', { script })).status).toBe(200);
  return { account, call };
}

async function requestsOf(call: CallAdmin): Promise<Record<string, unknown>[]> {
  return (await call('GET', '/emulator/receivers/cb/requests?page_size=100')).body.items;
}

/** Sends bytes, answers all that came back until the connection ended, and how it ended. */
function exchange(text: string): Promise<string> {
  return new Promise((resolve) => {
    let got = '';
    const socket = connect(Number(new URL(url()).port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (got += chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => (got += error.code ?? ''));
    socket.on('close', () => resolve(got));
  });
}

describe('a scripted receiver', () => {
  it('should answer step by step, the last one repeating', async () => {
    const { account } = await scripted(
      { status: 503 },
      { status: 301, headers: { location: '/x', 'x-a': 'b' }, body: 'moved' },
      { status: 200, body: { ok: true } },
    );
    const answers = [];
    for (let index = 0; index < 4; index++) {
      const answer = await fetch(pathOf(account), { method: 'POST', redirect: 'manual' });
      answers.push([answer.status, answer.headers.get('x-a'), await answer.text()]);
    }
    expect(answers).toEqual([
      [503, null, ''],
      [301, 'b', 'moved'],
      [200, null, '{"ok":true}'],
      [200, null, '{"ok":true}'],
    ]);
  });

  it('should keep each call as it came, whatever its body is', async () => {
    const { account, call } = await scripted({ status: 200 });
    const send = (body: string | Uint8Array, type?: string, method = 'POST'): Promise<Response> =>
      fetch(pathOf(account, '/below?a={b}'), {
        method,
        body,
        headers: type === undefined ? {} : { 'Content-Type': type, 'X-Twice': 'a' },
      });
    await send('{"a":[1]}', 'application/json');
    await send('{"a":', 'application/json');
    await send('a=b&c', 'application/x-www-form-urlencoded', 'PUT');
    await send('<xml/>', 'no type at all', 'PATCH');
    await send(new Uint8Array([0x41, 0, 0xff, 0x42]));
    await fetch(pathOf(account));
    const seen = await requestsOf(call);
    expect(seen.map(({ number, method, body, json }) => [number, method, body, json])).toEqual([
      [1, 'POST', '{"a":[1]}', { a: [1] }],
      [2, 'POST', '{"a":', null],
      [3, 'PUT', 'a=b&c', null],
      [4, 'PATCH', '<xml/>', null],
      [5, 'POST', 'A\uFFFD\uFFFDB', null],
      [6, 'GET', '', null],
    ]);
    expect(seen[3]).toMatchObject({
      url: `/receivers/${account.slug}/cb/below?a={b}`,
      answered: '200',
      headers: { 'content-type': 'no type at all', 'x-twice': 'a' },
    });
  });

  it('should stamp calls with platform time', async () => {
    const { account, call } = await scripted({ status: 200 });
    const at = '2030-01-01T00:00:00.000Z';
    await call('POST', '/emulator/clock/freeze', { at });
    await fetch(pathOf(account));
    expect(await requestsOf(call)).toMatchObject([{ receivedAt: at }]);
  });

  it('should refuse a body over 1 MiB and keep one of 1 MiB', async () => {
    const { account, call } = await scripted({ status: 200 });
    expect((await fetch(pathOf(account), { method: 'POST', body: 'x'.repeat(1_048_577) })).status).toBe(413);
    expect((await fetch(pathOf(account), { method: 'POST', body: 'x'.repeat(1_048_576) })).status).toBe(200);
    expect((await requestsOf(call)).length).toBe(1);
  });

  it('should count calls right when many come at once', async () => {
    const { account, call } = await scripted(...Array.from({ length: 40 }, (_, index) => ({ status: 200 + index })));
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => fetch(pathOf(account), { method: 'POST', body: '{}' })),
    );
    expect(new Set(answers.map(({ status }) => status)).size).toBe(40);
    expect((await call('GET', '/emulator/receivers/cb')).body['calls']).toBe(40);
    expect((await requestsOf(call)).map(({ number }) => number)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
  });

  it('should break the connection as told', async () => {
    const { account, call } = await scripted({ fault: 'reset' }, { fault: 'garbage' }, { fault: 'timeout' });
    const request = `POST /receivers/${account.slug}/cb HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`;
    expect(await exchange(request)).toBe('ECONNRESET');
    expect(await exchange(request)).toBe('This is not HTTP.\r\n\r\n');
    await expect(fetch(pathOf(account), { signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');
    expect((await requestsOf(call)).map(({ answered }) => answered)).toEqual(['reset', 'garbage', 'timeout']);
  });

  it('should answer after its delay, in real time', async () => {
    const { account } = await scripted({ status: 200, delay: '80ms' });
    const startedAt = performance.now();
    await fetch(pathOf(account));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(75);
  });

  it('should begin anew when it is scripted again, and be gone when deleted', async () => {
    const { account, call } = await scripted({ status: 500 }, { status: 501 });
    await fetch(pathOf(account));
    await call('PUT', '/emulator/receivers/cb', { script: [{ status: 502 }, { status: 503 }] });
    expect(await requestsOf(call)).toEqual([]);
    expect((await fetch(pathOf(account))).status).toBe(502);
    expect((await call('DELETE', '/emulator/receivers/cb')).status).toBe(204);
    expect((await fetch(pathOf(account))).status).toBe(404);
    expect((await call('DELETE', '/emulator/receivers/cb')).status).toBe(404);
  });
});

describe('a receiver of an account that is being reset', () => {
  /** Holds the account as a reset does; while somebody waits for it, takes the receiver as well, at once or never. */
  async function resetAround(account: GivenAccount, change: () => Promise<unknown>): Promise<unknown> {
    return db.anotherPool(1).transaction(async (tx) => {
      await tx.query('SELECT FROM accounts WHERE id = $1 FOR UPDATE', [account.id]);
      const changing = change();
      await until(async () => {
        const rows = await db.rows(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return rows.length > 0;
      });
      await tx.query('SELECT FROM receivers WHERE account_id = $1 FOR UPDATE NOWAIT', [account.id]);
      return { changing };
    });
  }

  it.each<[string, (account: GivenAccount, call: CallAdmin) => Promise<unknown>]>([
    ['a call of it', (account) => fetch(pathOf(account))],
    ['scripting it', (_, call) => call('PUT', '/emulator/receivers/cb', { script: [{ status: 204 }] })],
    ['deleting it', (_, call) => call('DELETE', '/emulator/receivers/cb')],
  ])('should be out of its way: %s', async (_, change) => {
    const { account, call } = await scripted({ status: 200 });
    const { changing } = (await resetAround(account, () => change(account, call))) as { changing: Promise<Response> };
    expect((await changing).status).toBeLessThan(300);
  });
});

describe('which receiver a path means', () => {
  it("should be the account's in the path, the host's, the default account's, else the latest", async () => {
    const name = 'which';
    const [older, newer] = [await given.account(), await given.account()];
    await as(older)('PUT', `/emulator/receivers/${name}`, { script: [{ status: 201 }] });
    await until(
      async () => (await as(newer)('PUT', `/emulator/receivers/${name}`, { script: [{ status: 202 }] })).status === 200,
    );
    const statusAt = async (path: string, host = 'x'): Promise<string> =>
      (await exchange(`GET /receivers/${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).slice(9, 12);
    expect(await statusAt(name)).toBe('202');
    expect(await statusAt(name, `${older.slug}.pitlane.test`)).toBe('201');
    expect(await statusAt(`${older.slug}/${name}`)).toBe('201');
    expect(await statusAt(`${older.slug}/${name}/below?x=1`)).toBe('201');
    const demo = await given.account({ slug: 'demo' });
    const { body } = await as(demo)('PUT', `/emulator/receivers/${name}`, { script: [{ status: 203 }] });
    expect(body.url).toMatch(/\/receivers\/which$/);
    expect(await statusAt(`${name}/below/it`)).toBe('203');
    expect(await statusAt(name, `${older.slug}.pitlane.test`)).toBe('201');
    expect(await statusAt('nobody')).toBe('404');
  });
});

describe('PUT /emulator/receivers/:name', () => {
  it('should show the receiver with its address', async () => {
    const account = await given.account();
    const script = [
      { status: 503 },
      { status: 200, delay: '2s', headers: { a: 'b' }, body: 'x' },
      { fault: 'timeout' },
    ];
    const { body } = await as(account)('PUT', '/emulator/receivers/cb.1', { script });
    expect(body).toEqual({ name: 'cb.1', url: `http://localhost:0/receivers/${account.slug}/cb.1`, script, calls: 0 });
    expect((await as(account)('GET', '/emulator/receivers')).body.items).toEqual([body]);
    expect((await as(await given.account())('GET', '/emulator/receivers/cb.1')).status).toBe(404);
  });

  it('should refuse bad names and scripts', async () => {
    const call = as(await given.account());
    const fieldsOf = async (name: string, script: unknown): Promise<unknown> => {
      const { status, fields } = await call('PUT', `/emulator/receivers/${name}`, { script });
      return [status, fields];
    };
    expect(await fieldsOf('-cb', [{ status: 200 }])).toEqual([400, ['name']]);
    expect(await fieldsOf('cb', [])).toEqual([400, ['script']]);
    expect(await fieldsOf('cb', null)).toEqual([400, ['script']]);
    expect(
      await fieldsOf(
        'cb',
        Array.from({ length: 1_001 }, () => ({ status: 200 })),
      ),
    ).toEqual([400, ['script']]);
    expect(await fieldsOf('cb', [{ status: 200 }, { status: 700 }])).toEqual([400, ['script.1.status']]);
  });
});

describe('in the production profile', () => {
  const production = testApi(db, { PITLANE_PROFILE: 'production' });

  it.each([
    ['GET', '/emulator/clock'],
    ['POST', '/emulator/clock/advance'],
    ['POST', '/emulator/clock/freeze'],
    ['POST', '/emulator/clock/reset'],
    ['POST', '/emulator/reset'],
    ['GET', '/emulator/receivers'],
    ['PUT', '/emulator/receivers/cb'],
    ['GET', '/emulator/deliveries/wait'],
  ])('should not have %s %s', async (method, path) => {
    const { slug } = await given.account();
    const answer = await production.as({ slug })(method, path);
    expect([answer.status, answer.body['detail']]).toEqual([404, 'There is nothing at this address.']);
  });

  it('should have no receivers', async () => {
    const { account } = await scripted({ status: 200 });
    expect((await fetch(`${production.url()}/receivers/${account.slug}/cb`)).status).toBe(404);
  });
});
