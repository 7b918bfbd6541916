import { selfSigned } from '@app/testing';
import * as books from './receivers/bad-books';
import * as doors from './receivers/bad-doors';
import * as readers from './receivers/bad-readers';
import type { Behaviour } from './receivers/endpoint';
import { good } from './receivers/good';
import { caseOf, idsOf, reportOf, runCheck } from './run-check';
import { testCheck, verifying, WITH_SECRET } from './test-check';

const { endpoint, check } = testCheck();

describe('pitlane check (K8)', () => {
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
});
