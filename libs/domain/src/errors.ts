/**
 * Every refusal of the public edges: code and sentence. Each edge owns its HTTP status. K§3.1, K§3.2 rows 1–4, K§4.1, K§9.
 * The sentences name no value of the caller, so they can go out on any edge as they are.
 */
export const REFUSALS = {
  path_secret_wrong: 'This postback URL is not known. Copy it from the account settings again.',
  signature_missing: 'The parameter signature is required.',
  signature_wrong: 'The signature is wrong.',
  gk_click_id_missing: 'The parameter gk_click_id is required.',
  gk_click_id_invalid: 'The parameter gk_click_id must be a UUID.',
  click_unknown: 'There is no click with this gk_click_id.',
  event_id_missing: 'The parameter cnv_event_id is required, because the offer has several events.',
  event_unknown: 'The offer has no event with this cnv_event_id.',
  offer_unknown: 'There is no offer with this id.',
  offer_inactive: 'The offer is not active.',
  view_unknown: 'There is no view with this id.',
  view_offer_mismatch: 'The view belongs to another offer.',
  link_unknown: 'There is no tracking link with this id.',
  endpoint_unknown: 'There is no rejection endpoint with this id.',
  https_required: 'Call this endpoint over HTTPS.',
  parameter_missing: 'A required parameter is missing.',
  parameter_too_long: 'A parameter is longer than 2,048 characters.',
  parameters_too_many: 'There are more than 200 parameters.',
  parameter_invalid: 'A parameter has an invalid value.',
  body_invalid: 'The body cannot be read as its Content-Type says.',
  body_too_large: 'The body is larger than 1 MiB.',
  rate_limited: 'Too many calls. Try again later.',
} as const;
export type RefusalCode = keyof typeof REFUSALS;

/** Why a conversion postback is recorded as Rejected, word for word. K§3.2 rows 5 and 8–12; only the first is quoted by the platform's docs (G§3.3). */
export const REJECTION_REASONS = {
  ipNotWhitelisted: 'IP address is not whitelisted',
  sequenceViolated: 'Event sequence is violated',
  minimumTimeNotReached: 'Minimum time from previous event is not reached',
  deadlinePassed: 'Event deadline has passed',
  amountMissing: 'Conversion amount is missing',
  capReached: 'Conversion cap is reached',
  budgetReached: 'Budget is reached',
} as const;
