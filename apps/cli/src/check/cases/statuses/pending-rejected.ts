import type { ContractCase } from '../../contract-case';
import { becomes, converts, rewards } from '../../steps';
import { PAGES } from '../pages';
import { MANUAL } from './pending-success';

export const pendingRejected: ContractCase = {
  id: 'pending-rejected',
  title: 'Rejected after Pending rewards nothing',
  rule: {
    says: 'A conversion that waits may be rejected; with Rejected callbacks on, that comes with the same conversionId and a reason.',
    page: PAGES.optional,
    sure: 'documented',
  },
  fix: 'Take Rejected as an update; there is nothing to take back where nothing was given.',
  weight: 'fail',
  steps: [converts(MANUAL, 'Pending callback'), becomes('Rejected', 'Requirements not met'), rewards(0)],
};
