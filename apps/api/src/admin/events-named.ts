/** Ids of the account's events that an `eventId` filter means: by their Event ID, or by their own. A condition of `Where`. */
export const EVENTS_NAMED =
  '(SELECT e.id FROM offer_events e WHERE e.account_id = $1 AND (e.event_id = ? OR e.id::text = lower(?)))';
