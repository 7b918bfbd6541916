/**
 * The delivery row is the outbox: what is to be sent, when next, and who is at it. Its payload stands apart because the
 * row is rewritten at each step of its life and the payload never. \`sequence\` follows commit order within a conversion,
 * since the conversion row is locked before deliveries are inserted.
 */
export const DELIVERY_TABLES = `
CREATE TABLE deliveries (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL CHECK (kind IN ('callback', 'postback')),
  status text NOT NULL CHECK (status IN ('Pending', 'Sent', 'Failed', 'Skipped')),
  conversion_id uuid NOT NULL REFERENCES conversions ON DELETE CASCADE,
  conversion_status text NOT NULL,
  offer_id uuid NOT NULL,
  offer_event_id uuid,
  partner_id uuid,
  postback_id uuid,
  receiver text NOT NULL,
  target text,
  method text NOT NULL,
  retry_profile text NOT NULL,
  retry_waits_ms bigint[] NOT NULL,
  due_at timestamptz(3),
  next_trigger text NOT NULL DEFAULT 'auto' CHECK (next_trigger IN ('auto', 'retry', 'resend')),
  attempts integer NOT NULL DEFAULT 0,
  retries_made integer NOT NULL DEFAULT 0,
  leased_until timestamptz(3),
  lease_token uuid,
  in_flight boolean NOT NULL DEFAULT false,
  reason text,
  advice text,
  last_response_status integer,
  created_at timestamptz(3) NOT NULL,
  settled_at timestamptz(3),
  CHECK ((status = 'Pending') = (due_at IS NOT NULL)),
  CHECK (status = 'Pending' OR (leased_until IS NULL AND lease_token IS NULL AND NOT in_flight)),
  CHECK (status <> 'Pending' OR target IS NOT NULL),
  CHECK (status <> 'Skipped' OR reason IS NOT NULL)
) WITH (fillfactor = 70);
CREATE INDEX deliveries_due ON deliveries (account_id, receiver, due_at, sequence) WHERE status = 'Pending';
-- By the token, not the time: no index names what the beginning of an attempt changes, so that it need not touch any.
CREATE INDEX deliveries_leased ON deliveries (lease_token) WHERE status = 'Pending' AND lease_token IS NOT NULL;
CREATE INDEX deliveries_waiting_callbacks ON deliveries (conversion_id, sequence) WHERE status = 'Pending' AND kind = 'callback';
CREATE INDEX deliveries_account ON deliveries (account_id, created_at DESC, id DESC);
CREATE INDEX deliveries_conversion ON deliveries (conversion_id, sequence);
CREATE INDEX deliveries_postback ON deliveries (postback_id) WHERE status = 'Pending' AND postback_id IS NOT NULL;

CREATE TABLE delivery_payloads (
  delivery_id uuid PRIMARY KEY REFERENCES deliveries ON DELETE CASCADE,
  payload text NOT NULL
);

CREATE TABLE attempts (
  delivery_id uuid NOT NULL REFERENCES deliveries ON DELETE CASCADE,
  number integer NOT NULL,
  account_id uuid NOT NULL,
  trigger text NOT NULL CHECK (trigger IN ('auto', 'retry', 'resend')),
  started_at timestamptz(3) NOT NULL,
  duration_ms integer,
  outcome text CHECK (outcome IN ('sent', 'retry', 'failed')),
  request_method text,
  request_url text,
  request_headers jsonb,
  response_status integer,
  response_headers jsonb,
  response_body text,
  body_truncated boolean NOT NULL DEFAULT false,
  error_code text,
  reason text,
  advice text,
  possible_duplicate boolean NOT NULL DEFAULT false,
  PRIMARY KEY (delivery_id, number)
) WITH (fillfactor = 70);

CREATE TABLE receiver_health (
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  receiver text NOT NULL,
  unreachable_in_a_row integer NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, receiver)
);
`;
