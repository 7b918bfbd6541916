import type { ContractCase } from '../../contract-case';
import { acknowledged } from '../../judge';
import { sendsOwn } from '../../steps';
import { PAGES } from '../pages';

export const unknownField: ContractCase = {
  id: 'unknown-field',
  title: 'A field that nobody knows yet is passed over',
  rule: {
    says: 'The schema grows, and clients have to tolerate new fields: partnerId, partnerName and clickTime were not in the documentation of 2025.',
    page: PAGES.disclaimer,
    sure: 'documented',
  },
  fix: 'Let the parser ignore members that it does not know, in conversion and beside it.',
  weight: 'fail',
  steps: [
    sendsOwn({
      what: 'callback with unknown fields',
      changed: 'conversion.loyaltyTier and schemaVersion are added',
      changes: { loyaltyTier: { name: 'gold', since: null } },
      around: { schemaVersion: 2 },
      judge: acknowledged,
      rewards: 1,
    }),
  ],
};
