import type { ContractCase } from '../../contract-case';
import { completesAgain, converts, rewards } from '../../steps';
import { PAGES } from '../pages';

export const otherId: ContractCase = {
  id: 'other-id',
  title: 'The same conversion under another id rewards nobody twice',
  rule: {
    says: "Where a member completes an event again and repeats are off, nothing new is recorded, but the first conversion's callback is sent again.",
    page: PAGES.repeats,
    sure: 'documented',
  },
  fix: 'Tell conversions apart by conversion.conversionId, not by the id of the callback.',
  weight: 'fail',
  steps: [converts(), rewards(1), completesAgain(), rewards(1)],
};
