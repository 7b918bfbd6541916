import { answerBody } from './cases/answers/answer-body';
import { inTime } from './cases/answers/in-time';
import { keepAlive } from './cases/answers/keep-alive';
import { reachable } from './cases/answers/reachable';
import { redirects } from './cases/answers/redirects';
import { success } from './cases/answers/success';
import { keyCase } from './cases/fields/key-case';
import { largeValues } from './cases/fields/large-values';
import { nulls } from './cases/fields/nulls';
import { text } from './cases/fields/text';
import { unknownField } from './cases/fields/unknown-field';
import { unknownStatus } from './cases/fields/unknown-status';
import { otherId } from './cases/repeats/other-id';
import { retry } from './cases/repeats/retry';
import { sameAgain } from './cases/repeats/same-again';
import { twoEvents } from './cases/repeats/two-events';
import { headerCase } from './cases/secrets/header-case';
import { secret } from './cases/secrets/secret';
import { pendingRejected } from './cases/statuses/pending-rejected';
import { pendingSuccess } from './cases/statuses/pending-success';
import { rejectedFirst } from './cases/statuses/rejected-first';
import { successRejected } from './cases/statuses/success-rejected';
import type { ContractCase } from './contract-case';

/** In the order of their ids. The first callback of `success` opens the play; `retry` ends it, for it moves the clock. */
export const ALL_CASES: readonly ContractCase[] = [
  ...[reachable, redirects, inTime, success, answerBody, keepAlive],
  ...[sameAgain, otherId, twoEvents],
  ...[pendingSuccess, pendingRejected, successRejected, rejectedFirst],
  ...[nulls, unknownField, unknownStatus, keyCase, text, largeValues],
  ...[secret, headerCase],
  retry,
];
