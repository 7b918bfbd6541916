import type { ContractCase } from '../../contract-case';
import { FOREIGN_TEXT } from '../../platform/plan';
import { converts, rewards } from '../../steps';
import { PAGES } from '../pages';

export const text: ContractCase = {
  id: 'text',
  title: 'Text of other scripts, emoji and quotes is taken as it is',
  rule: {
    says: 'Publisher parameters take any text, and names of offers and events are whatever somebody wrote. The body is UTF-8.',
    page: PAGES.parameters,
    sure: 'documented',
  },
  fix: 'Read the body as UTF-8, keep it in a column that holds all of Unicode (utf8mb4 in MySQL), and use parameters in statements.',
  weight: 'fail',
  steps: [converts(FOREIGN_TEXT, 'Success callback with foreign text'), rewards(1)],
};
