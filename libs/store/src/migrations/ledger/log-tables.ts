/** What came in and how it was judged; what people should know about a member's history; who changed what. */
export const LOG_TABLES = `
CREATE TABLE request_logs (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('click', 'view', 'conversion', 'rejection')),
  method text NOT NULL,
  url text NOT NULL,
  source_ip text NOT NULL,
  parameters jsonb NOT NULL,
  http_status integer NOT NULL,
  latency_ms double precision,
  result text NOT NULL,
  trace jsonb NOT NULL DEFAULT '[]',
  offer_id uuid,
  click_id uuid,
  conversion_id uuid,
  created_at timestamptz(3) NOT NULL
);
CREATE INDEX request_logs_account ON request_logs (account_id, created_at DESC, id DESC);
CREATE INDEX request_logs_click ON request_logs (click_id) WHERE click_id IS NOT NULL;

CREATE TABLE history_logs (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  level text NOT NULL CHECK (level IN ('info', 'warning')),
  message text NOT NULL,
  offer_id uuid,
  click_id uuid,
  conversion_id uuid,
  pub_member_id text,
  created_at timestamptz(3) NOT NULL
);
CREATE INDEX history_logs_account ON history_logs (account_id, created_at DESC, id DESC);

CREATE VIEW inbound_calls AS
  SELECT id, account_id, kind, method, url, source_ip, parameters, http_status, latency_ms, result, trace,
         offer_id, click_id, conversion_id, created_at
    FROM request_logs
  UNION ALL
  SELECT id, account_id, 'click', 'GET', url, source_ip,
         parameters || jsonb_strip_nulls(jsonb_build_object('pub_member_id', pub_member_id, 'pub_click_id', pub_click_id)),
         302, NULL, 'accepted', '[]'::jsonb, offer_id, id, NULL::uuid, created_at
    FROM clicks;
`;

/** Receivers that answer by script, and what reached them. */
export const EMULATOR_TABLES = `
CREATE TABLE receivers (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name text NOT NULL CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'),
  script jsonb NOT NULL,
  calls integer NOT NULL DEFAULT 0,
  configured_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (account_id, name)
);
CREATE INDEX receivers_name ON receivers (name, configured_at DESC);

CREATE TABLE receiver_requests (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  receiver_id uuid NOT NULL REFERENCES receivers ON DELETE CASCADE,
  number integer NOT NULL,
  method text NOT NULL,
  url text NOT NULL,
  headers jsonb NOT NULL,
  body text NOT NULL,
  answered text NOT NULL,
  received_at timestamptz(3) NOT NULL
);
CREATE INDEX receiver_requests_receiver ON receiver_requests (receiver_id, number);
CREATE INDEX receiver_requests_account ON receiver_requests (account_id);
`;
