import type { ContractCase } from '../../contract-case';
import { becomes, converts, rewards } from '../../steps';
import { PAGES } from '../pages';

export const successRejected: ContractCase = {
  id: 'success-rejected',
  title: 'Rejected after Success takes the reward back',
  rule: {
    says: 'A Success may be rejected later. The platform takes nothing back itself: the callback says so, with the same conversionId, and the rest is yours.',
    page: PAGES.optional,
    sure: 'documented',
  },
  fix: 'Find the conversion by conversion.conversionId, and revoke what you gave.',
  weight: 'fail',
  steps: [converts(), rewards(1), becomes('Rejected', 'Chargeback'), rewards(0)],
};
