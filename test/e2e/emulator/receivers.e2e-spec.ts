import type { Account } from '../support/account';
import { rawRequest, request } from '../support/http';
import { testPitlane } from '../support/pitlane';

const pitlane = testPitlane();
let account: Account;

beforeEach(async () => {
  account = await pitlane().account();
});

interface Receiver {
  name: string;
  url: string;
  script: unknown[];
  calls: number;
}

const put = (name: string, ...script: object[]): Promise<Receiver> =>
  account.api.put<Receiver>(`/emulator/receivers/${name}`, { script });

/** Where the test reaches it. */
const at = ({ url }: { url: string }): string => account.local(url);

describe('a scripted receiver (K7)', () => {
  it('should answer as its script says, the last step again and again', async () => {
    const receiver = await put(
      'one',
      { status: 503 },
      { status: 201, headers: { 'x-seen': 'yes' }, body: { ok: true } },
      { status: 200, body: 'done' },
    );
    const answers = [
      await request(at(receiver)),
      await request(at(receiver)),
      await request(at(receiver)),
      await request(at(receiver)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([503, 201, 200, 200]);
    expect(answers[1]!.headers.get('x-seen')).toBe('yes');
    expect(answers.map(({ text }) => text)).toEqual(['', '{"ok":true}', 'done', 'done']);
    expect(await account.api.get('/emulator/receivers/one')).toMatchObject({ name: 'one', calls: 4 });
  });

  it('should take any method, path, query and body, and show what came, in order', async () => {
    const receiver = await put('all', { status: 200 });
    const { pathname } = new URL(receiver.url);
    const calls = [
      { method: 'GET', path: `${pathname}?a=1&b=%2F` },
      {
        method: 'POST',
        path: `${pathname}/deep/er`,
        headers: { 'content-type': 'application/json' },
        body: '{"a":[1]}',
      },
      {
        method: 'PUT',
        path: pathname,
        headers: { 'content-type': 'text/strange' },
        body: Buffer.from([0, 0xff, 0x41]),
      },
      { method: 'DELETE', path: pathname },
    ];
    for (const call of calls) expect((await rawRequest(pitlane().url, call)).status).toBe(200);
    const came = await account.received('all');
    expect(came.map(({ number, method, url }) => [number, method, url])).toEqual([
      [1, 'GET', '?a=1&b=%2F'],
      [2, 'POST', '/deep/er'],
      [3, 'PUT', ''],
      [4, 'DELETE', ''],
    ]);
    expect(came[1]).toMatchObject({
      body: '{"a":[1]}',
      json: { a: [1] },
      headers: { 'content-type': 'application/json' },
    });
    expect(came[2]).toMatchObject({ json: null });
  });

  it('should wait, and break connections, as asked', async () => {
    const receiver = await put(
      'bad',
      { status: 200, delay: '150ms' },
      { fault: 'reset' },
      { fault: 'garbage' },
      { fault: 'timeout' },
    );
    const startedAt = performance.now();
    await request(at(receiver));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(145);
    for (let fault = 0; fault < 2; fault++) await expect(request(at(receiver))).rejects.toThrow();
    const impatient = request(at(receiver), { signal: AbortSignal.timeout(200) });
    await expect(impatient).rejects.toThrow(/abort|timeout/i);
    expect((await account.received('bad')).map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  it('should begin anew when it is scripted again, and be gone when it is deleted', async () => {
    await put('again', { status: 503 }, { status: 200 });
    const receiver = await put('again', { status: 404 }, { status: 200 });
    expect((await request(at(receiver))).status).toBe(404);
    expect(await account.received('again')).toHaveLength(1);
    expect(await account.api.list('/emulator/receivers')).toMatchObject([{ name: 'again', calls: 1 }]);
    await account.api.delete('/emulator/receivers/again');
    expect((await request(at(receiver))).status).toBe(404);
    expect(await account.api.refused('GET', '/emulator/receivers/again')).toMatchObject({ status: 404 });
  });

  it('should be told from one of another account with the same name', async () => {
    const other = await pitlane().account();
    const [mine, theirs] = [await put('shared', { status: 200 }), await other.receiver('shared', { status: 201 })];
    expect((await request(at(mine))).status).toBe(200);
    expect((await request(at({ url: theirs }))).status).toBe(201);
    expect([await account.received('shared'), await other.received('shared')].map(({ length }) => length)).toEqual([
      1, 1,
    ]);
  });

  it('should count right when many call at once', async () => {
    const receiver = await put('busy', { status: 503 }, { status: 503 }, { status: 200 });
    const answers = await Promise.all(Array.from({ length: 40 }, () => request(at(receiver))));
    expect(answers.filter(({ status }) => status === 503)).toHaveLength(2);
    const numbers = (await account.received('busy')).map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  });

  it.each([
    ['an empty script', 'x', { script: [] }, ['script']],
    ['no script', 'x', {}, ['script']],
    ['a status that is none', 'x', { script: [{ status: 99 }] }, ['script.0.status']],
    ['an unknown fault', 'x', { script: [{ status: 200 }, { fault: 'fire' }] }, ['script.1.fault']],
    ['a step of neither kind', 'x', { script: [{}] }, ['script.0.status']],
    ['an unknown field', 'x', { script: [{ status: 200, colour: 'red' }] }, ['script.0.colour']],
    ['a delay that is none', 'x', { script: [{ status: 200, delay: 'long' }] }, ['script.0.delay']],
    [
      'a header that adds a line',
      'x',
      { script: [{ status: 200, headers: { a: 'b\r\nc: d' } }] },
      ['script.0.headers.a'],
    ],
    ['a name that is none', 'a%20b', { script: [{ status: 200 }] }, ['name']],
  ])('should refuse %s', async (_, name, body, fields) => {
    expect(await account.api.refused('PUT', `/emulator/receivers/${name}`, body)).toMatchObject({
      status: 400,
      fields,
    });
  });

  it('should answer 404 where there is none', async () => {
    expect((await request(`${pitlane().url}/receivers/nobody`)).status).toBe(404);
  });
});
