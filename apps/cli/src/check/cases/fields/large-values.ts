import type { ContractCase } from '../../contract-case';
import { LARGE } from '../../platform/plan';
import { converts, rewards } from '../../steps';
import { PAGES } from '../pages';

export const largeValues: ContractCase = {
  id: 'large-values',
  title: 'Long values are taken: 2,000 characters each, 18,000 together',
  rule: {
    says: 'Publisher parameters take any text; no page names a greatest length. Whoever can write a link can make them long.',
    page: PAGES.parameters,
    sure: 'inferred',
  },
  fix: 'Take bodies of 100 KB, and cut values that are too long for their column instead of failing.',
  weight: 'warn',
  steps: [converts(LARGE, 'Success callback with long values'), rewards(1)],
};
