import type { ContractCase } from '../../contract-case';
import { PAGES } from '../pages';

export const redirects: ContractCase = {
  id: 'redirects',
  title: 'The callback URL answers itself, without a redirect',
  rule: {
    says: 'The platform POSTs to the one URL that is configured. A redirect is not followed, and its status is none that is tried again.',
    page: PAGES.setup,
    sure: 'inferred',
  },
  fix: 'Configure the final URL itself; mind http or https, www, and the slash at the end.',
  weight: 'fail',
  steps: [],
};
