import { Receivers } from '@app/testing';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLine, type Ran } from '../support/command-line';
import { testFolders } from '../support/system/temporary-folder';

/** What the commands say to a server and make of its answers, whatever server that is. */
const receivers = new Receivers();
const folder = testFolders();

afterAll(() => receivers.closeAll());

interface Said extends Ran {
  method: string | undefined;
  path: string | undefined;
  body: string | undefined;
  type: string | undefined;
}

/** Runs a command against a server that gives one answer, and tells what it asked. */
async function said(answer: { status: number; body: unknown }, args: readonly string[], input = ''): Promise<Said> {
  const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const server = await receivers.start({ status: answer.status, body });
  const cli = new CommandLine({ PITLANE_URL: server.url, PITLANE_ADMIN_KEY: 'k', PITLANE_ACCOUNT: 'tests' });
  const ran = await cli.runWith({ input }, ...args);
  const [request] = server.requests;
  expect(request?.headers).toMatchObject({ authorization: 'ApiToken k', 'x-pitlane-account': 'tests' });
  const { method, path, body: sent, headers } = request ?? {};
  return { ...ran, method, path: path?.replace('/admin/v1', ''), body: sent, type: headers?.['content-type'] };
}

describe('pitlane seed', () => {
  const LOADED = { status: 200, body: { account: 'tests', offers: [{ id: 'o-1', name: 'Boost Card' }], clicks: 2 } };

  it('should send a file as it is, YAML or JSON, or stdin, and show what it brought', async () => {
    const yaml = join(folder(), 'a.seed.yaml');
    writeFileSync(yaml, 'offers:\n  - name: Boost Card\n');
    const first = await said(LOADED, ['seed', yaml]);
    expect(first).toMatchObject({
      ...{ code: 0, method: 'POST', path: '/emulator/seed', type: 'application/yaml' },
      body: 'offers:\n  - name: Boost Card\n',
      out: 'account: tests\noffers: 1 (Boost Card)\nclicks: 2\n',
    });
    const json = join(folder(), 'a.json');
    writeFileSync(json, '{"offers":[]}');
    expect(await said(LOADED, ['seed', json])).toMatchObject({
      code: 0,
      type: 'application/json',
      body: '{"offers":[]}',
    });
    const piped = await said(LOADED, ['seed', '-', '--json'], 'offers: []\n');
    expect(piped).toMatchObject({ code: 0, type: 'application/yaml', body: 'offers: []\n' });
    expect(JSON.parse(piped.out)).toEqual(LOADED.body);
  });

  it('should show each problem of a seed by its line, in the form that terminals make clickable', async () => {
    const file = join(folder(), 'bad.yaml');
    writeFileSync(file, 'offers: 1\n');
    const errors = [{ field: 'offers[0].revenu', message: 'Did you mean revenue?', line: 4 }];
    const { code, out, err } = await said({ status: 400, body: { detail: 'The seed is wrong.', errors } }, [
      'seed',
      file,
    ]);
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: `${file}:4: offers[0].revenu: Did you mean revenue?\nNothing was loaded.\n`,
    });
  });
});

describe('pitlane export', () => {
  it('should write the account as it comes, to stdout or a file', async () => {
    const yaml = 'offers:\n  - name: Boost Card\n';
    const shown = await said({ status: 200, body: yaml }, ['export']);
    expect(shown).toMatchObject({ code: 0, method: 'GET', path: '/emulator/export?format=yaml', out: yaml });
    const file = join(folder(), 'out.json');
    const args = ['export', '--json', '--no-history', '--ids', '--output', file];
    const kept = await said({ status: 200, body: { offers: [] } }, args);
    expect(kept).toMatchObject({ code: 0, out: '', path: '/emulator/export?format=json&history=false&ids=true' });
    expect(readFileSync(file, 'utf8')).toBe('{"offers":[]}');
  });
});

describe('pitlane snapshot', () => {
  const KEPT = { name: 'a b', at: '2026-11-21T06:30:00.000Z', rows: 12 };

  it.each([
    ['save', 'PUT', '', 'a b  2026-11-21T06:30:00.000Z  12 rows\n'],
    ['restore', 'POST', '/restore', 'The account is as it was in a b.\n'],
    ['delete', 'DELETE', '', 'a b is gone.\n'],
  ])('should %s what is named', async (what, method, behind, out) => {
    const path = `/emulator/snapshots/a%20b${behind}`;
    expect(await said({ status: 200, body: KEPT }, ['snapshot', what, 'a b'])).toMatchObject({
      code: 0,
      method,
      path,
      out,
    });
  });

  it('should list what was kept', async () => {
    const list = await said({ status: 200, body: { totalCount: 1, items: [KEPT] } }, ['snapshot', 'list']);
    expect(list).toMatchObject({ code: 0, out: 'a b  2026-11-21T06:30:00.000Z  12 rows\n' });
  });
});

describe('pitlane wait', () => {
  it.each([
    ['delivery', ['--id', 'x', '--status', 'Sent'], '/deliveries/wait?id=x&status=Sent&timeout=30s'],
    ['conversion', ['--click', 'x', '--event', 'install'], '/conversions/wait?clickId=x&eventId=install&timeout=30s'],
    ['conversion', ['--advertiser-id', 'adv 1'], '/conversions/wait?advertiserConversionId=adv+1&timeout=30s'],
    ['click', ['--pub-click-id', 'x', '--timeout', '2s'], '/clicks/wait?pubClickId=x&timeout=2s'],
    ['click', ['--member', 'x'], '/clicks/wait?pubMemberId=x&timeout=30s'],
  ])('should wait for a %s by %j', async (thing, args, path) => {
    const found = await said({ status: 200, body: { id: 'x', status: 'Sent' } }, ['wait', thing, ...args]);
    expect(found).toMatchObject({ code: 0, method: 'GET', path, out: 'x  Sent\n' });
  });

  it('should leave with 1 and the words of the server when the time runs out', async () => {
    const detail = 'There was no such click within 2000 ms.';
    const late = await said({ status: 408, body: { detail, errors: [] } }, ['wait', 'click', '--id', 'x']);
    expect(late).toMatchObject({ code: 1, out: '', err: `${detail}\n` });
  });
});

describe('pitlane clock advance', () => {
  it.each([
    [['62m'], { by: '62m' }],
    [['--to', '2027-01-01T00:00:00Z'], { to: '2027-01-01T00:00:00Z' }],
    [['--until-idle'], { untilIdle: true }],
  ])('should ask for %j', async (args, body) => {
    const answer = { now: '2027-01-01T00:00:00.000Z', mode: 'frozen', matured: 0, attempted: 0, fired: [] };
    const advanced = await said({ status: 200, body: answer }, ['clock', 'advance', ...args]);
    expect([advanced.code, JSON.parse(advanced.body ?? '')]).toEqual([0, body]);
  });
});
