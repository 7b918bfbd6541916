import { until } from '@app/testing';
import { readdirSync } from 'node:fs';
import { ProductProcess } from '../support/system/product-process';
import { makeFolder, removeFolder } from '../support/system/temporary-folder';
import { neverAnswers } from './receivers/bad-doors';
import { good, SECRET } from './receivers/good';
import { caseOf, idsOf, reportOf, runCheck, type JsonExchange } from './run-check';
import { testCheck, verifying, WITH_SECRET } from './test-check';

const { pitlane, endpoint, check } = testCheck();
const folder = makeFolder();

afterAll(() => removeFolder(folder));

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

  it('should leave nothing behind when it is interrupted', async () => {
    const temporary = makeFolder();
    const command = ['dist/apps/cli/src/main.js', 'check', `${await endpoint(neverAnswers)}/callback`];
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
});

/** As if it had the secret. */
function letIn(headers: Record<string, unknown>): Record<string, string> {
  return { ...(headers as Record<string, string>), [SECRET.header.toLowerCase()]: SECRET.value };
}
