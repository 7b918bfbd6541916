import type { ContractCase } from '../../contract-case';
import { PAGES } from '../pages';

export const reachable: ContractCase = {
  id: 'reachable',
  title: 'The platform gets through, and an HTTP answer comes back',
  rule: {
    says: 'No answer at all counts as a server that is down: it is tried again, and Failed after the last retry. A certificate has to be one that servers trust.',
    page: PAGES.failures,
    sure: 'inferred',
  },
  fix: 'See that the endpoint listens, and that host, port, firewall and certificate are right.',
  weight: 'fail',
  steps: [],
};
