import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../support/system/free-port';
import { ROOT } from '../support/system/product-process';
import { makeFolder, removeFolder } from '../support/system/temporary-folder';
import * as readers from './receivers/bad-readers';
import { good, SECRET } from './receivers/good';
import { elementsOf, idsOf, reportOf, runCheck } from './run-check';
import { testCheck, WITH_SECRET } from './test-check';

const execute = promisify(execFile);
const { pitlane, endpoint, check } = testCheck();
const folder = makeFolder();

afterAll(() => removeFolder(folder));

describe('pitlane check (K8)', () => {
  it('should leave with 3 where nobody listens, be it the endpoint or the server', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const endpointAway = await check(nobody, '--json');
    expect(idsOf(reportOf(endpointAway), 'failed')).toEqual(['reachable']);
    expect(endpointAway.code).toBe(3);
    const serverAway = await runCheck([`${nobody}/callback`, '--url', nobody, '--key', 'a-key-that-nobody-asks-for']);
    expect(serverAway).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining(nobody) as string });
  });

  it('should tell a person what was sent, what came back, why, how to mend it, and how to send it again', async () => {
    const url = await endpoint(readers.refusesNulls);
    const { code, stdout } = await check(url, '--only', 'nulls', ...WITH_SECRET);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}✗ nulls +Fields that nobody filled in are null/m);
    expect(stdout).toMatch(/^ +expected +a 2xx answer$/m);
    expect(stdout).toMatch(/^ +got +400 to the Success callback with nulls/m);
    expect(stdout).toMatch(/^ +why +.*\(GoKart help: Callback schema v1; documented\)$/m);
    expect(stdout).toMatch(/^ +fix +Require only status/m);
    expect(stdout).toMatch(/^ +answered +400 after \d+ ms: eventId is required$/m);
    const [, replay = ''] = /^ +replay +(curl .*)$/m.exec(stdout) ?? [];
    const { stdout: answer } = await execute('bash', ['-c', `${replay} -s`], {
      env: { ...process.env, SECRET: SECRET.value },
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*eventId is required$/);
    expect(stdout).not.toContain('\u001b[');
  });

  it('should colour where it is told to', async () => {
    const url = await endpoint(good);
    const args = [
      `${url}/callback`,
      '--url',
      pitlane().url,
      '--key',
      pitlane().adminKey,
      '--only',
      'success',
      ...WITH_SECRET,
    ];
    expect((await runCheck(args, { FORCE_COLOR: '1' })).stdout).toContain('\u001b[32m✓');
  });

  it('should write JUnit XML that build servers read', async () => {
    const [url, junit] = [await endpoint(readers.strictSchema), join(folder, 'check.xml')];
    await check(url, '--junit', junit, '--only', 'unknown-field,large-values,nulls,redirects', ...WITH_SECRET);
    const elements = elementsOf(readFileSync(junit, 'utf8'));
    const counts = { tests: '5', failures: '1', errors: '0', skipped: '0' };
    expect(elements.slice(0, 2)).toMatchObject([
      { path: 'testsuites', attributes: counts },
      { path: 'testsuites/testsuite', attributes: { name: 'callback contract', ...counts } },
    ]);
    const cases = elements.filter(({ path }) => path === 'testsuites/testsuite/testcase');
    expect(cases.map(({ attributes }) => attributes['classname'])).toEqual(
      ['redirects', 'success', 'nulls', 'unknown-field', 'large-values'].map((id) => `pitlane.check.${id}`),
    );
    expect(cases.every(({ attributes }) => /^\d+\.\d{3}$/.test(attributes['time'] ?? ''))).toBe(true);
    const failures = elements.filter(({ path }) => path.endsWith('/failure'));
    expect(failures).toMatchObject([
      { attributes: { type: 'contract' }, text: expect.stringContaining('curl -i') as string },
    ]);
  });

  it.each([
    [[], /callback URL/],
    [['ftp://localhost/callback'], /does not start with http/],
    [['http://localhost/callback', '--only', 'nulls,nonsense'], /no case "nonsense"/],
    [['http://localhost/callback', '--secret-header', 'X-Token'], /--secret-value/],
    [['http://localhost/callback', '--verify-url', 'http://localhost/rewards'], /\{conversionId\}/],
    [['http://localhost/callback', '--timeout', 'soon'], /duration/],
    [['http://localhost/callback', '--key', 'a-key-of-some-server'], /--key and --data-dir need --url/],
    [['http://localhost/callback', '--nonsense'], /unknown option/],
  ])('should leave with 2 over the command line %j', async (args, word) => {
    const ended = await runCheck(args);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(word);
  });

  it('should list its cases', async () => {
    const { code, stdout } = await runCheck(['--list']);
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(22);
    expect(stdout).toMatch(/^other-id +The same conversion under another id/m);
  });

  it('should rest each case on a page that docs/fidelity.md links, and explain it in docs/check.md', async () => {
    const { stdout } = await runCheck(['--list', '--json']);
    const cases = JSON.parse(stdout) as { id: string; title: string; rule: { page: string | null; sure: string } }[];
    const [fidelity, explained] = ['fidelity.md', 'check.md'].map((name) =>
      readFileSync(join(ROOT, 'docs', name), 'utf8'),
    );
    const pages = cases.flatMap(({ rule: { page } }) => (page === null ? [] : [page]));
    expect(pages.filter((page) => !fidelity?.includes(`[${page}](`))).toEqual([]);
    const told = cases.map(({ id, title, rule: { page, sure } }) => ({
      id,
      row: new RegExp(`^\\| \`${id}\` +\\| ${title} +\\| ${page === null ? '' : `${page}, `}${sure} +\\|`, 'm'),
    }));
    expect(told.filter(({ row }) => !row.test(explained ?? '')).map(({ id }) => id)).toEqual([]);
  });
});
