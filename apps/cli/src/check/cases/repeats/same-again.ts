import type { ContractCase } from '../../contract-case';
import { comesAgain, converts, rewards } from '../../steps';
import { PAGES } from '../pages';

export const sameAgain: ContractCase = {
  id: 'same-again',
  title: 'The same callback again, after its answer got lost, rewards nobody twice',
  rule: {
    says: 'A callback whose answer does not arrive is sent again, by itself or by hand, although the endpoint may have taken it.',
    page: PAGES.failures,
    sure: 'documented',
  },
  fix: 'Keep conversion.conversionId with a unique index, and answer 2xx to one that you have already.',
  weight: 'fail',
  steps: [converts(), rewards(1), comesAgain(), rewards(1)],
};
