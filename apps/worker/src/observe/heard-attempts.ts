import type { HappeningSource } from '@app/tracking';
import { ATTEMPTED } from './attempted';

/** Attempts that this process settled, for whoever waits for something in their account. */
export const HEARD_ATTEMPTS: HappeningSource = (tell) =>
  ATTEMPTED.watch(({ delivery }) => {
    tell(delivery.accountId);
  });
