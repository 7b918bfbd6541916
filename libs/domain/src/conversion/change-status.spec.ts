import fc from 'fast-check';
import { decideChange, type StatusChange } from './change-status';
import { CONVERSION_STATUSES, type ConversionStatus } from './conversion';

const as = (status: ConversionStatus, rejectionReason: string | null = null): StatusChange => ({
  status,
  rejectionReason,
});

describe(decideChange.name, () => {
  it.each([
    [as('Pending'), as('Success'), as('Success')],
    [as('Pending'), as('Rejected', 'fraud'), as('Rejected', 'fraud')],
    [as('Success'), as('Pending'), as('Pending')],
    [as('Success'), as('Rejected', 'fraud'), as('Rejected', 'fraud')],
    [as('Success'), as('Rejected'), as('Rejected')],
    [as('Rejected', 'fraud'), as('Pending'), as('Pending')],
    [as('Rejected', 'fraud'), as('Success'), as('Success')],
    // Only Rejected has a reason, whatever was asked for.
    [as('Rejected', 'fraud'), as('Success', 'fraud'), as('Success')],
    [as('Pending'), as('Success', 'late'), as('Success')],
  ])('should change %j by %j to %j', (current, wanted, to) => {
    expect(decideChange(current, wanted)).toEqual({ kind: 'changed', from: current.status, to });
  });

  it.each([
    [as('Rejected', 'fraud'), as('Rejected', 'chargeback')],
    [as('Rejected', 'fraud'), as('Rejected')],
    [as('Rejected'), as('Rejected', 'fraud')],
  ])('should only give %j another reason by %j', (current, wanted) => {
    expect(decideChange(current, wanted)).toEqual({ kind: 'reason-updated', to: wanted });
  });

  it.each([
    [as('Pending'), as('Pending')],
    [as('Success'), as('Success')],
    [as('Success'), as('Success', 'ignored')],
    [as('Rejected', 'fraud'), as('Rejected', 'fraud')],
    [as('Rejected'), as('Rejected')],
  ])('should leave %j as it is by %j', (current, wanted) => {
    expect(decideChange(current, wanted)).toEqual({ kind: 'unchanged' });
  });

  it('should change nothing when asked for the same again', () => {
    const reasons = fc.option(fc.string({ minLength: 1 }));
    const statuses = fc.constantFrom(...CONVERSION_STATUSES);
    const current = fc
      .tuple(statuses, reasons)
      .map(([status, reason]) => as(status, status === 'Rejected' ? reason : null));
    fc.assert(
      fc.property(current, fc.tuple(statuses, reasons), (before, [status, reason]) => {
        const wanted = as(status, reason);
        const decision = decideChange(before, wanted);
        const after = decision.kind === 'unchanged' ? before : decision.to;
        expect(after.status).toBe(wanted.status);
        expect(decideChange(after, wanted)).toEqual({ kind: 'unchanged' });
      }),
    );
  });
});
