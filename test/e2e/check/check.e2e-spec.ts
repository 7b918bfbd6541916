import { selfSigned, until } from '@app/testing';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { testPitlane } from '../support/pitlane';
import { freePort } from '../support/system/free-port';
import { ProductProcess, ROOT } from '../support/system/product-process';
import { makeFolder, removeFolder } from '../support/system/temporary-folder';
import * as books from './receivers/bad-books';
import * as doors from './receivers/bad-doors';
import * as readers from './receivers/bad-readers';
import { Endpoint, type Behaviour } from './receivers/endpoint';
import { good, SECRET } from './receivers/good';
import { caseOf, elementsOf, idsOf, reportOf, runCheck, type Ended, type JsonExchange } from './run-check';

const execute = promisify(execFile);
const WITH_SECRET = ['--secret-header', SECRET.header, '--secret-value', SECRET.value];

const pitlane = testPitlane();
const folder = makeFolder();
const open: Endpoint[] = [];

afterEach(() => Promise.all(open.splice(0).map((endpoint) => endpoint.close())));
afterAll(() => removeFolder(folder));

async function endpoint(behaviour: Behaviour, certificate?: { cert: string; key: string }): Promise<string> {
  const opened = await Endpoint.open(behaviour, certificate);
  open.push(opened);
  return opened.url;
}

const verifying = (url: string): string[] => ['--verify-url', `${url}/rewards/{conversionId}`];

/** On the server of this file. */
const check = (url: string, ...args: string[]): Promise<Ended> =>
  runCheck([`${url}/callback`, '--url', pitlane().url, '--key', pitlane().adminKey, ...args]);

const bodyOf = ({ request }: JsonExchange): { id: string; sentAt: string; conversion: Record<string, unknown> } =>
  JSON.parse(request.body) as ReturnType<typeof bodyOf>;

describe('pitlane check (K8)', () => {
  it('should pass an endpoint that does all as the pages say, on a server of its own, and leave nothing behind', async () => {
    const url = await endpoint(good);
    const ended = await runCheck([`${url}/callback`, '--json', ...WITH_SECRET, ...verifying(url)], { TMPDIR: folder });
    const report = reportOf(ended);
    expect(report.cases.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
    expect(report).toMatchObject({ callbackUrl: `${url}/callback`, summary: { passed: 22 } });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).not.toContain('s3cret');
    expect(readdirSync(folder).filter((name) => name.startsWith('pitlane-check-'))).toEqual([]);
  });

  it('should name what a person has to look up where nobody can be asked, and say why nothing was told of secrets', async () => {
    const ended = await check(
      await endpoint((call, kept) => good({ ...call, headers: letIn(call.headers) }, kept)),
      '--json',
    );
    const report = reportOf(ended);
    expect(ended.code).toBe(0);
    expect(idsOf(report, 'skipped')).toEqual(['secret', 'header-case']);
    const [{ conversionId, memberId, rewards } = { conversionId: '', memberId: '', rewards: 0 }] = caseOf(
      report,
      'same-again',
    ).byHand;
    expect({ rewards, memberId }).toEqual({ rewards: 1, memberId: expect.stringMatching(/^member-/) as string });
    expect(caseOf(report, 'same-again').exchanges.map((sent) => bodyOf(sent).conversion['conversionId'])).toEqual([
      conversionId,
      conversionId,
    ]);
  });

  it.each<readonly [string, Behaviour, { failed?: string[]; warned?: string[] }]>([
    ['rewards twice', books.notIdempotent, { failed: ['same-again', 'other-id'] }],
    ['answers 500 to a callback that it has', books.refusesRepeats(), { failed: ['same-again'] }],
    ['tells conversions apart by the id of the callback', books.trustsCallbackId(), { failed: ['other-id'] }],
    ['rewards one event of a click', books.rewardsByClick(), { failed: ['two-events'] }],
    ['rewards Pending', books.rewardsPending, { failed: ['pending-success'] }],
    ['takes nothing back', books.keepsRewards, { failed: ['success-rejected'] }],
    ['looks up what is rejected', books.looksUpRejected, { failed: ['rejected-first'] }],
    ['refuses what is not fresh', doors.mindsAge, { failed: ['retry'] }],
    ['asks for no secret', doors.asksForNoSecret, { failed: ['secret'] }],
    ['answers 500 to a wrong secret', doors.fallsOverSecret, { failed: ['secret'] }],
    ['answers 500 to an unknown field', readers.strictSchema, { failed: ['unknown-field'] }],
    ['refuses nulls', readers.refusesNulls, { failed: ['nulls'] }],
    ['takes ASCII only', readers.asciiOnly, { failed: ['text'] }],
    ['refuses a status that it does not know', books.threeStatuses, { warned: ['unknown-status'] }],
    ['reads keys of today alone', readers.camelCaseOnly, { warned: ['key-case'] }],
    ['takes small bodies only', readers.smallBodies, { warned: ['large-values'] }],
    ['answers 201 with an error in the body', doors.createdWithError, { warned: ['answer-body'] }],
  ])(
    'should catch an endpoint that %s, and find nothing else',
    async (_what, behaviour, { failed = [], warned = [] }) => {
      const url = await endpoint(behaviour);
      const ended = await check(url, '--json', ...WITH_SECRET, ...verifying(url));
      const report = reportOf(ended);
      expect({ failed: idsOf(report, 'failed'), warned: idsOf(report, 'warned') }).toEqual({ failed, warned });
      expect(idsOf(report, 'skipped')).toEqual([]);
      expect(ended.code).toBe(failed.length > 0 ? 1 : 0);
    },
  );

  it.each<readonly [string, Behaviour, string]>([
    ['redirects', doors.redirects, 'redirects'],
    ['minds the case of header names', doors.mindsHeaderCase, 'header-case'],
    ['ends connections that were kept', doors.endsConnections, 'keep-alive'],
  ])('should catch an endpoint that %s, and judge nothing that this hides', async (_what, behaviour, id) => {
    const ended = await check(await endpoint(behaviour), '--json', ...WITH_SECRET);
    const report = reportOf(ended);
    expect(idsOf(report, 'failed')).toEqual([id]);
    expect(caseOf(report, 'nulls')).toMatchObject({ verdict: 'skipped', exchanges: [] });
    expect(ended.code).toBe(1);
  });

  it('should catch an endpoint that does not answer within the time-out', async () => {
    const ended = await runCheck([`${await endpoint(doors.neverAnswers)}/callback`, '--json', '--timeout', '500ms']);
    expect(idsOf(reportOf(ended), 'failed')).toEqual(['in-time']);
    expect(ended.code).toBe(1);
  });

  it('should name what is wrong with a certificate', async () => {
    const ended = await check(await endpoint(good, selfSigned({ host: 'localhost' })), '--json');
    const report = reportOf(ended);
    expect(idsOf(report, 'failed')).toEqual(['reachable']);
    const [{ got } = { got: '' }] = caseOf(report, 'reachable').findings;
    expect(got).toMatch(/^the certificate is signed by nobody that is trusted \(\w*SELF_SIGNED\w*\)$/);
    expect(ended.code).toBe(1);
  });

  it('should leave with 3 where nobody listens, be it the endpoint or the server', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const endpointAway = await check(nobody, '--json');
    expect(idsOf(reportOf(endpointAway), 'failed')).toEqual(['reachable']);
    expect(endpointAway.code).toBe(3);
    const serverAway = await runCheck([`${nobody}/callback`, '--url', nobody, '--key', 'a-key-that-nobody-asks-for']);
    expect(serverAway).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining(nobody) as string });
  });

  it('should leave nothing behind when it is interrupted', async () => {
    const temporary = makeFolder();
    const command = ['dist/apps/cli/src/main.js', 'check', `${await endpoint(doors.neverAnswers)}/callback`];
    const running = new ProductProcess({ command, env: { TMPDIR: temporary } });
    await until(() => readdirSync(temporary).some((name) => name.startsWith('pitlane-check-')));
    expect(await running.end('SIGINT')).toMatchObject({ code: 130 });
    expect(readdirSync(temporary)).toEqual([]);
    await removeFolder(temporary);
  });

  it('should remove its account from the server that it was given', async () => {
    const slugs = async (): Promise<string[]> =>
      (await pitlane().root.list<{ slug: string }>('/accounts')).map(({ slug }) => slug);
    const before = await slugs();
    await check(await endpoint(good), '--only', 'nulls', ...WITH_SECRET);
    expect(await slugs()).toEqual(before);
  });

  it('should send the secret with callbacks of its own, and put it into no report', async () => {
    const ended = await check(await endpoint(good), '--json', '--only', 'unknown-field,header-case', ...WITH_SECRET);
    expect(ended.stdout).not.toContain('s3cret');
    const [sent] = caseOf(reportOf(ended), 'unknown-field').exchanges;
    expect(sent?.changed).toBe('conversion.loyaltyTier and schemaVersion are added');
    expect(sent?.request.headers['x-api-token']).toBe('$SECRET');
    const spelled = caseOf(reportOf(ended), 'header-case').exchanges.flatMap(({ request }) =>
      Object.keys(request.headers),
    );
    expect(spelled).toEqual(expect.arrayContaining(['X-Api-Token', 'X-API-TOKEN']));
  });

  it('should send all that can be null as null to the case about it, and next to nothing to others', async () => {
    const ended = await check(await endpoint(good), '--json', '--only', 'nulls', ...WITH_SECRET);
    const nullsOf = (id: string): string[] =>
      caseOf(reportOf(ended), id).exchanges.flatMap((sent) =>
        Object.entries(bodyOf(sent).conversion).flatMap(([name, value]) => (value === null ? [name] : [])),
      );
    expect(nullsOf('success')).toEqual(['rejectionReason', 'partnerId', 'partnerName']);
    expect(nullsOf('nulls')).toHaveLength(45);
  });

  it('should play with the member and the spelling of keys that it is told', async () => {
    const url = await endpoint(good);
    const told = ['--member', 'lus', '--key-case', 'pascal', '--only', 'unknown-field,key-case'];
    const report = reportOf(await check(url, '--json', ...told, ...WITH_SECRET, ...verifying(url)));
    expect(idsOf(report, 'passed')).toEqual(['success', 'unknown-field', 'key-case']);
    const members = report.cases.flatMap(({ exchanges }) => exchanges.map((sent) => bodyOf(sent).conversion));
    expect(members.map(({ PubMemberId, pubMemberId }) => [PubMemberId, pubMemberId])).toEqual([
      ['lus', undefined],
      ['lus', undefined],
      [undefined, 'lus'],
    ]);
  });

  it('should play a retry as the platform makes it: the same body, two minutes later', async () => {
    const ended = await check(await endpoint(good), '--json', '--only', 'retry,same-again', ...WITH_SECRET);
    const [late] = caseOf(reportOf(ended), 'retry').exchanges.map(bodyOf);
    expect(Date.parse(late!.sentAt) - Date.parse(String(late!.conversion['createdAt']))).toBeGreaterThanOrEqual(
      120_000,
    );
    const [first, again] = caseOf(reportOf(ended), 'same-again').exchanges.map(bodyOf);
    expect({ ...again, sentAt: null }).toEqual({ ...first, sentAt: null });
    expect(Date.parse(again!.sentAt)).toBeGreaterThan(Date.parse(first!.sentAt));
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

/** As if it had the secret. */
function letIn(headers: Record<string, unknown>): Record<string, string> {
  return { ...(headers as Record<string, string>), [SECRET.header.toLowerCase()]: SECRET.value };
}
