import type { HappeningSource } from '@app/tracking';
import { CALL_ANSWERED, CLICK_ACCEPTED } from './signals';

/** Clicks and logged calls of this process, for whoever waits for something in their account. */
export const HEARD_CALLS: HappeningSource = (tell) => {
  const stopClicks = CLICK_ACCEPTED.watch(({ accountId }) => {
    tell(accountId);
  });
  const stopCalls = CALL_ANSWERED.watch(({ accountId }) => {
    if (accountId !== null) tell(accountId);
  });
  return () => {
    stopClicks();
    stopCalls();
  };
};
