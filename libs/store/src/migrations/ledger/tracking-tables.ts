/**
 * Views, clicks, conversions. Clicks and views carry no foreign keys: they are the hot path, their ids come from
 * configuration that was just read, and they are to be dropped by age without a look at anything else.
 */
export const TRACKING_TABLES = `
CREATE TABLE views (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  pub_member_id text NOT NULL,
  parameters jsonb NOT NULL,
  source_ip text NOT NULL,
  url text NOT NULL,
  created_at timestamptz(3) NOT NULL
);
CREATE INDEX views_account ON views (account_id, created_at DESC, id DESC);

CREATE TABLE clicks (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  view_id uuid,
  partner_id uuid,
  pub_member_id text NOT NULL,
  pub_click_id text,
  parameters jsonb NOT NULL,
  source_ip text NOT NULL,
  user_agent text,
  url text NOT NULL,
  created_at timestamptz(3) NOT NULL
);
CREATE INDEX clicks_account ON clicks (account_id, created_at DESC, id DESC);

CREATE TABLE conversions (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  click_id uuid NOT NULL,
  view_id uuid,
  offer_id uuid NOT NULL,
  offer_event_id uuid,
  partner_id uuid,
  pub_member_id text NOT NULL,
  pub_click_id text,
  pub_parameters jsonb NOT NULL,
  click_time timestamptz(3) NOT NULL,
  status text NOT NULL CHECK (status IN ('Pending', 'Success', 'Rejected')),
  rejection_reason text CHECK (char_length(rejection_reason) <= 255),
  is_repeated boolean NOT NULL DEFAULT false,
  repeat_of uuid,
  holds_completion boolean NOT NULL,
  revenue numeric(18, 6) NOT NULL CHECK (revenue >= 0),
  reward numeric(18, 6) NOT NULL CHECK (reward >= 0),
  payout numeric(18, 6) NOT NULL CHECK (payout >= 0),
  parameters jsonb NOT NULL,
  advertiser_conversion_id text,
  user_completed_at timestamptz(3) NOT NULL,
  matures_at timestamptz(3),
  callback_sent boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL,
  modified_at timestamptz(3) NOT NULL,
  CHECK (is_repeated = (repeat_of IS NOT NULL)),
  CHECK (status <> 'Rejected' OR NOT holds_completion),
  CHECK (NOT is_repeated OR NOT holds_completion),
  CHECK (status = 'Pending' OR matures_at IS NULL),
  CHECK (status <> 'Success' OR rejection_reason IS NULL)
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX conversions_completion ON conversions
  (offer_id, pub_member_id, coalesce(offer_event_id, '00000000-0000-0000-0000-000000000000')) WHERE holds_completion;
CREATE INDEX conversions_member ON conversions (offer_id, pub_member_id);
CREATE INDEX conversions_account ON conversions (account_id, created_at DESC, id DESC);
CREATE INDEX conversions_click ON conversions (click_id);
CREATE INDEX conversions_repeats ON conversions (repeat_of) WHERE repeat_of IS NOT NULL;
CREATE INDEX conversions_advertiser_id ON conversions (account_id, advertiser_conversion_id) WHERE advertiser_conversion_id IS NOT NULL;
CREATE INDEX conversions_maturing ON conversions (account_id, matures_at) WHERE matures_at IS NOT NULL;

CREATE TABLE conversion_changes (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  conversion_id uuid NOT NULL REFERENCES conversions ON DELETE CASCADE,
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  from_status text CHECK (from_status IN ('Pending', 'Success', 'Rejected')),
  to_status text NOT NULL CHECK (to_status IN ('Pending', 'Success', 'Rejected')),
  reason text,
  changed_by text NOT NULL CHECK (changed_by IN ('postback', 'pending-time', 'admin', 'import', 'rejection-endpoint')),
  changed_at timestamptz(3) NOT NULL
);
CREATE INDEX conversion_changes_conversion ON conversion_changes (conversion_id, sequence);
CREATE INDEX conversion_changes_account ON conversion_changes (account_id);
`;
