import type { ContractCase } from '../../contract-case';
import { FULL, type ConversionPlan } from '../../platform/plan';
import { becomes, converts, rewards } from '../../steps';
import { PAGES } from '../pages';

/** Somebody approves by hand. */
export const MANUAL: ConversionPlan = { ...FULL, offer: { ...FULL.offer, rewarding: 'Manual' } };

export const pendingSuccess: ContractCase = {
  id: 'pending-success',
  title: 'Pending rewards nothing, and Success after it rewards once',
  rule: {
    says: 'With Pending callbacks on, a conversion that waits calls back as Pending, and again as Success with the same conversionId.',
    page: PAGES.optional,
    sure: 'documented',
  },
  fix: 'Take a callback of a conversion that you know as an update of it, and reward when it becomes Success.',
  weight: 'fail',
  steps: [converts(MANUAL, 'Pending callback'), rewards(0), becomes('Success'), rewards(1)],
};
