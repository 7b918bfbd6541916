import type { ConversionStatus } from './conversion';
import { isShortEnough, recordState, type RecordStep } from './conversion-record';

const AT = new Date('2026-03-15T10:30:00Z');

function step(status: ConversionStatus, fields: Partial<RecordStep> = {}): RecordStep {
  return {
    status,
    rejectionReason: status === 'Rejected' ? 'fraud' : null,
    offerEventId: null,
    userCompletedAt: AT,
    modifiedAt: AT,
    revenue: '2.5',
    reward: '100',
    payout: '0.1',
    callbackSent: false,
    ...fields,
  };
}

describe(isShortEnough.name, () => {
  it.each([
    ['2026-01-01T00:00:00Z', '2026-03-31T23:59:59Z', true],
    ['2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z', true],
    ['2026-01-01T00:00:00Z', '2026-04-01T00:00:00.001Z', false],
    ['2025-11-30T00:00:00Z', '2026-02-28T00:00:00Z', true],
    ['2025-11-30T00:00:00Z', '2026-03-01T00:00:00Z', false],
    ['2026-05-01T00:00:00Z', '2026-04-01T00:00:00Z', true],
  ])('should tell of %s to %s: %s', (from, to, isShort) => {
    expect(isShortEnough(new Date(from), new Date(to))).toBe(isShort);
  });
});

describe(recordState.name, () => {
  it.each<[steps: ConversionStatus[], status: ConversionStatus, reason: string | null]>([
    [['Success'], 'Success', null],
    [['Pending'], 'Pending', null],
    [['Rejected'], 'Rejected', 'fraud'],
    [['Pending', 'Success', 'Rejected'], 'Success', null],
    [['Rejected', 'Pending'], 'Pending', null],
    [['Rejected', 'Rejected'], 'Rejected', 'fraud'],
  ])('should sum up %j as %s, because of %s', ([first, ...later], status, rejectionReason) => {
    const state = recordState(
      step(first!),
      later.map((each) => step(each)),
      [],
    );
    expect(state).toMatchObject({ status, rejectionReason, isUserCompleted: status !== 'Rejected' });
  });

  it('should be complete once every required event is, and not by a rejected one', () => {
    const install = step('Success', { offerEventId: 'install' });
    const level = (status: ConversionStatus): RecordStep => step(status, { offerEventId: 'level' });
    const isComplete = (...later: RecordStep[]): boolean =>
      recordState(install, later, ['install', 'level']).isUserCompleted;
    expect([isComplete(), isComplete(level('Rejected')), isComplete(level('Pending'))]).toEqual([false, false, true]);
  });

  it('should add up what was not rejected, and tell the latest times and whether any callback was acknowledged', () => {
    const later = new Date('2026-03-16T00:00:00Z');
    const state = recordState(
      step('Success', { callbackSent: true }),
      [step('Success', { modifiedAt: later }), step('Rejected', { userCompletedAt: later })],
      [],
    );
    expect(state).toMatchObject({
      revenue: '5',
      reward: '200',
      payout: '0.2',
      isRewardSent: true,
      modifiedAt: later,
      userCompletedAt: later,
    });
  });

  it('should show what a record would have been worth that was rejected as a whole', () => {
    expect(recordState(step('Rejected'), [step('Rejected')], [])).toMatchObject({
      revenue: '2.5',
      isRewardSent: false,
    });
  });
});
