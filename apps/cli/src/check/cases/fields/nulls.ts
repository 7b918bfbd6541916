import type { ContractCase } from '../../contract-case';
import { BARE } from '../../platform/plan';
import { converts, rewards } from '../../steps';
import { PAGES } from '../pages';

export const nulls: ContractCase = {
  id: 'nulls',
  title: 'Fields that nobody filled in are null, and rewarded all the same',
  rule: {
    says: 'All 61 fields of conversion are always there; what is unknown is null: all of an offer of one event, and everything that no click and no postback brought.',
    page: PAGES.schema,
    sure: 'documented',
  },
  fix: 'Require only status, conversionId, clickId, offerId and pubMemberId; let everything else be null.',
  weight: 'fail',
  steps: [converts(BARE, 'Success callback with nulls'), rewards(1)],
};
