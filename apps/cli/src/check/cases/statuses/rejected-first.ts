import type { ContractCase } from '../../contract-case';
import { FULL } from '../../platform/plan';
import { converts, rewards } from '../../steps';
import { PAGES } from '../pages';

/** Documentation addresses (RFC 5737): no postback ever comes from there. */
const NOT_WHITELISTED = { ...FULL, offer: { ...FULL.offer, ipWhitelist: ['192.0.2.1'] } };

export const rejectedFirst: ContractCase = {
  id: 'rejected-first',
  title: 'Rejected as the first word of a conversion rewards nothing',
  rule: {
    says: 'A conversion may be Rejected from the start, such as by “IP address is not whitelisted”; no other callback came before.',
    page: PAGES.conversions,
    sure: 'inferred',
  },
  fix: 'Acknowledge a Rejected callback of a conversion that you have never seen: there will be no other one.',
  weight: 'fail',
  steps: [converts(NOT_WHITELISTED, 'Rejected callback'), rewards(0)],
};
