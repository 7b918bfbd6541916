import type { ContractCase } from '../../contract-case';
import { acknowledged } from '../../judge';
import { sendsOwn } from '../../steps';
import { PAGES } from '../pages';

export const unknownStatus: ContractCase = {
  id: 'unknown-status',
  title: 'A status that nobody knows yet is acknowledged, and rewards nothing',
  rule: {
    says: 'There are three statuses today: Pending, Success, Rejected. The schema grows.',
    page: PAGES.disclaimer,
    sure: 'inferred',
  },
  fix: 'Reward on Success alone; keep other statuses, and answer 2xx.',
  weight: 'warn',
  steps: [
    sendsOwn({
      what: 'callback with an unknown status',
      changed: 'conversion.status is OnHold',
      changes: { status: 'OnHold' },
      judge: acknowledged,
      rewards: 0,
    }),
  ],
};
