/**
 * Accounts and what they configure. `config_version` rises with every change of any of it (trigger), so that a process
 * can keep configuration in memory and know in one comparison whether it is still true.
 */
export const ACCOUNT_TABLES = `
CREATE TABLE accounts (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name text NOT NULL,
  path_secrets text NOT NULL UNIQUE,
  signature text NOT NULL,
  rejection_endpoint_id text NOT NULL UNIQUE,
  open_postbacks boolean NOT NULL,
  repeat_callbacks boolean NOT NULL DEFAULT true,
  callback_on_reason_change boolean NOT NULL DEFAULT false,
  null_macro text NOT NULL DEFAULT 'empty' CHECK (null_macro IN ('empty', 'null')),
  frozen_at timestamptz(3),
  clock_shift interval NOT NULL DEFAULT '0',
  config_version bigint NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  key_hash bytea NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX api_keys_account ON api_keys (account_id);

CREATE TABLE console_logins (
  token_hash bytea PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('login', 'session')),
  expires_at timestamptz(3) NOT NULL
);

CREATE TABLE callback_settings (
  account_id uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  url text CHECK (char_length(url) <= 500),
  send_pending boolean NOT NULL DEFAULT false,
  send_rejected boolean NOT NULL DEFAULT false,
  key_case text NOT NULL DEFAULT 'camel' CHECK (key_case IN ('camel', 'pascal')),
  secret_header text,
  secret_value_sealed text,
  retry_profile text NOT NULL DEFAULT 'gokart' CHECK (retry_profile IN ('gokart', 'integr8', 'reliable')),
  retry_waits_ms bigint[],
  CHECK ((secret_header IS NULL) = (secret_value_sealed IS NULL))
);

CREATE TABLE advertisers (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name text NOT NULL,
  website text,
  contact_email text,
  is_default boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX advertisers_account ON advertisers (account_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX advertisers_default ON advertisers (account_id) WHERE is_default;

CREATE TABLE categories (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name text NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  UNIQUE (account_id, name)
);
CREATE UNIQUE INDEX categories_default ON categories (account_id) WHERE is_default;

CREATE TABLE countries (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  code2 text NOT NULL CHECK (code2 ~ '^[A-Z]{2}$'),
  code3 text NOT NULL CHECK (code3 ~ '^[A-Z]{3}$'),
  is_default boolean NOT NULL DEFAULT false,
  UNIQUE (account_id, code2)
);
CREATE UNIQUE INDEX countries_default ON countries (account_id) WHERE is_default;

CREATE TABLE partners (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name text NOT NULL,
  contact_email text,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX partners_account ON partners (account_id, created_at DESC, id DESC);

CREATE TABLE offers (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name text NOT NULL,
  link text NOT NULL,
  offer_type text NOT NULL DEFAULT 'SingleEvent' CHECK (offer_type IN ('SingleEvent', 'MultiEvent')),
  conversion_type text NOT NULL DEFAULT 'FlatRate' CHECK (conversion_type IN ('FlatRate', 'RevShare')),
  status text NOT NULL DEFAULT 'Active' CHECK (status IN ('Active', 'Pending', 'Expired')),
  rewarding text NOT NULL DEFAULT 'Automatic' CHECK (rewarding IN ('Automatic', 'Manual')),
  pending_time integer NOT NULL DEFAULT 0 CHECK (pending_time >= 0),
  allow_repetitions boolean NOT NULL DEFAULT false,
  revenue numeric(18, 6) NOT NULL DEFAULT 0 CHECK (revenue >= 0),
  reward numeric(18, 6) NOT NULL DEFAULT 0 CHECK (reward >= 0),
  payout numeric(18, 6) NOT NULL DEFAULT 0 CHECK (payout >= 0),
  revenue_share numeric(9, 6) CHECK (revenue_share >= 0),
  reward_share numeric(9, 6) CHECK (reward_share >= 0),
  ip_whitelist text[] NOT NULL DEFAULT '{}',
  daily_cap integer CHECK (daily_cap >= 1),
  weekly_cap integer CHECK (weekly_cap >= 1),
  monthly_cap integer CHECK (monthly_cap >= 1),
  all_time_cap integer CHECK (all_time_cap >= 1),
  daily_budget numeric(18, 6) CHECK (daily_budget > 0),
  total_budget numeric(18, 6) CHECK (total_budget > 0),
  advertiser_id uuid NOT NULL REFERENCES advertisers,
  category_id uuid NOT NULL REFERENCES categories,
  country_id uuid REFERENCES countries,
  headline text,
  short_description text,
  key_points text,
  offer_details text,
  terms_and_disclaimers text,
  creative_file_url text,
  targeting jsonb NOT NULL DEFAULT '{}',
  rejection_endpoint_id text NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL,
  deleted_at timestamptz(3)
);
CREATE INDEX offers_account ON offers (account_id, created_at DESC, id DESC);

CREATE TABLE offer_events (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  offer_id uuid NOT NULL REFERENCES offers ON DELETE CASCADE,
  event_id text NOT NULL,
  name text NOT NULL,
  sequence_number integer CHECK (sequence_number >= 1),
  display_order integer NOT NULL CHECK (display_order >= 1),
  min_time_from_previous_event integer CHECK (min_time_from_previous_event >= 0),
  deadline_days integer CHECK (deadline_days >= 1),
  pending_time integer NOT NULL DEFAULT 0 CHECK (pending_time >= 0),
  revenue numeric(18, 6) NOT NULL DEFAULT 0 CHECK (revenue >= 0),
  reward numeric(18, 6) NOT NULL DEFAULT 0 CHECK (reward >= 0),
  daily_cap integer CHECK (daily_cap >= 1),
  weekly_cap integer CHECK (weekly_cap >= 1),
  monthly_cap integer CHECK (monthly_cap >= 1),
  all_time_cap integer CHECK (all_time_cap >= 1),
  allow_repetitions boolean NOT NULL DEFAULT false,
  show_on_offer_wall boolean NOT NULL DEFAULT true,
  deleted_at timestamptz(3)
);
CREATE UNIQUE INDEX offer_events_event_id ON offer_events (offer_id, event_id) WHERE deleted_at IS NULL;
CREATE INDEX offer_events_account ON offer_events (account_id);

CREATE TABLE partner_links (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  partner_id uuid NOT NULL REFERENCES partners ON DELETE CASCADE,
  offer_id uuid NOT NULL REFERENCES offers ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (partner_id, offer_id)
);
CREATE INDEX partner_links_account ON partner_links (account_id);
CREATE INDEX partner_links_offer ON partner_links (offer_id);

CREATE TABLE postbacks (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  partner_id uuid NOT NULL REFERENCES partners ON DELETE CASCADE,
  scope text NOT NULL CHECK (scope IN ('event', 'global')),
  offer_id uuid REFERENCES offers ON DELETE CASCADE,
  offer_event_id uuid REFERENCES offer_events ON DELETE CASCADE,
  url text NOT NULL CHECK (char_length(url) <= 2000),
  method text NOT NULL DEFAULT 'GET' CHECK (method IN ('GET', 'POST', 'PUT')),
  statuses text[] NOT NULL DEFAULT '{Success}' CHECK (statuses <@ '{Pending,Success,Rejected}' AND statuses <> '{}'),
  enabled boolean NOT NULL DEFAULT true,
  retry_profile text NOT NULL DEFAULT 'gokart' CHECK (retry_profile IN ('gokart', 'integr8', 'reliable')),
  retry_waits_ms bigint[],
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CHECK (scope = 'global' OR offer_id IS NOT NULL),
  CHECK (scope = 'event' OR offer_event_id IS NULL)
);
CREATE INDEX postbacks_partner ON postbacks (partner_id, created_at DESC, id DESC);
CREATE INDEX postbacks_account ON postbacks (account_id);
CREATE INDEX postbacks_offer ON postbacks (offer_id);
CREATE INDEX postbacks_event ON postbacks (offer_event_id);
`;
