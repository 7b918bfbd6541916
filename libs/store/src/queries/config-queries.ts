import type { CallbackKeyCase, KeyScope, NullMacro, Offer, OfferEvent, Postback, RetryProfile } from '@app/domain';
import type { Tx } from '../database';

/** Own waits of a callback or postback configuration; the caller knows what a profile's default ladder is. */
export interface RetryChoice {
  profile: RetryProfile;
  waitsMs: number[] | null;
}

export interface AccountRow {
  id: string;
  slug: string;
  version: string;
  signature: string;
  openPostbacks: boolean;
  repeatCallbacks: boolean;
  callbackOnReasonChange: boolean;
  nullMacro: NullMacro;
  callbackUrl: string | null;
  sendPending: boolean;
  sendRejected: boolean;
  keyCase: CallbackKeyCase;
  callbackRetry: RetryChoice;
}

const ACCOUNT = `
  SELECT a.id, a.slug, a.config_version AS version, a.signature, a.open_postbacks AS "openPostbacks", a.repeat_callbacks AS "repeatCallbacks",
         a.callback_on_reason_change AS "callbackOnReasonChange", a.null_macro AS "nullMacro",
         s.url AS "callbackUrl", coalesce(s.send_pending, false) AS "sendPending", coalesce(s.send_rejected, false) AS "sendRejected",
         coalesce(s.key_case, 'camel') AS "keyCase",
         jsonb_build_object('profile', coalesce(s.retry_profile, 'gokart'), 'waitsMs', s.retry_waits_ms) AS "callbackRetry"
    FROM accounts a LEFT JOIN callback_settings s ON s.account_id = a.id`;

/** One account with its switches and callback settings, by id, slug or the three secret path segments joined by `/`. */
export async function findAccount(
  tx: Tx,
  by: 'id' | 'slug' | 'path_secrets',
  value: string,
): Promise<AccountRow | null> {
  const { rows } = await tx.query<AccountRow>(`${ACCOUNT} WHERE a.${by} = $1`, [value]);
  return rows[0] ?? null;
}

/** An offer as the walk needs it, with the names that reports show. Deleted offers are found too: their conversions remain. */
export interface OfferRow extends Offer {
  deleted: boolean;
  advertiserId: string;
  advertiserName: string;
  categoryId: string;
  categoryName: string;
  countryId: string | null;
  countryCode2: string | null;
  countryCode3: string | null;
  /** Events that were deleted since: earlier conversions still show their names. */
  deletedEvents: OfferEvent[];
}

/** Events of the offer `o` that meet a condition on `e`, as a JSON array of {@link OfferEvent}s by their display order. */
export const eventsWhere = (condition: string): string => `coalesce((
  SELECT jsonb_agg(jsonb_build_object(
           'id', e.id, 'eventId', e.event_id, 'name', e.name, 'sequenceNumber', e.sequence_number, 'displayOrder', e.display_order,
           'minTimeFromPreviousEvent', e.min_time_from_previous_event, 'deadlineDays', e.deadline_days, 'pendingTime', e.pending_time,
           'revenue', trim_scale(e.revenue)::text, 'reward', trim_scale(e.reward)::text,
           'dailyCap', e.daily_cap, 'weeklyCap', e.weekly_cap, 'monthlyCap', e.monthly_cap, 'allTimeCap', e.all_time_cap,
           'allowRepetitions', e.allow_repetitions, 'showOnOfferWall', e.show_on_offer_wall) ORDER BY e.display_order, e.id)
    FROM offer_events e WHERE e.offer_id = o.id AND ${condition}), '[]')`;

/** {@link OfferTexts} of the offer `o`. */
export const TEXT_COLUMNS = `o.headline, o.short_description AS "shortDescription", o.key_points AS "keyPoints",
  o.offer_details AS "offerDetails", o.terms_and_disclaimers AS "termsAndDisclaimers", o.creative_file_url AS "creativeFileUrl"`;

const OFFER = `
  SELECT o.id, o.account_id AS "accountId", o.name, o.link, o.offer_type AS "offerType", o.conversion_type AS "conversionType", o.status,
         o.rewarding, o.pending_time AS "pendingTime", o.allow_repetitions AS "allowRepetitions",
         trim_scale(o.revenue)::text AS revenue, trim_scale(o.reward)::text AS reward, trim_scale(o.payout)::text AS payout,
         trim_scale(o.revenue_share)::text AS "revenueShare", trim_scale(o.reward_share)::text AS "rewardShare",
         o.ip_whitelist AS "ipWhitelist", o.daily_cap AS "dailyCap", o.weekly_cap AS "weeklyCap", o.monthly_cap AS "monthlyCap",
         o.all_time_cap AS "allTimeCap", trim_scale(o.daily_budget)::text AS "dailyBudget", trim_scale(o.total_budget)::text AS "totalBudget",
         o.deleted_at IS NOT NULL AS deleted,
         o.advertiser_id AS "advertiserId", adv.name AS "advertiserName", o.category_id AS "categoryId", cat.name AS "categoryName",
         o.country_id AS "countryId", cou.code2 AS "countryCode2", cou.code3 AS "countryCode3",
         ${eventsWhere('e.deleted_at IS NULL')} AS events,
         ${eventsWhere('e.deleted_at IS NOT NULL')} AS "deletedEvents"
    FROM offers o
    JOIN advertisers adv ON adv.id = o.advertiser_id
    JOIN categories cat ON cat.id = o.category_id
    LEFT JOIN countries cou ON cou.id = o.country_id
   WHERE o.id = $1`;

export async function findOffer(tx: Tx, id: string): Promise<OfferRow | null> {
  const { rows } = await tx.query<OfferRow>(OFFER, [id]);
  return rows[0] ?? null;
}

export type PostbackRow = Omit<Postback, 'policy'> & { retry: RetryChoice };

export interface PartnerRow {
  id: string;
  accountId: string;
  name: string;
  postbacks: PostbackRow[];
}

const PARTNER = `
  SELECT p.id, p.account_id AS "accountId", p.name,
         coalesce((SELECT jsonb_agg(jsonb_build_object(
            'id', b.id, 'accountId', b.account_id, 'partnerId', b.partner_id, 'scope', b.scope, 'offerId', b.offer_id,
            'offerEventId', b.offer_event_id, 'url', b.url, 'method', b.method, 'statuses', b.statuses, 'enabled', b.enabled,
            'retry', jsonb_build_object('profile', b.retry_profile, 'waitsMs', b.retry_waits_ms)) ORDER BY b.created_at, b.id)
            FROM postbacks b WHERE b.partner_id = p.id), '[]') AS postbacks
    FROM partners p WHERE p.id = $1`;

/** A partner with its postbacks, oldest first. */
export async function findPartner(tx: Tx, id: string): Promise<PartnerRow | null> {
  const { rows } = await tx.query<PartnerRow>(PARTNER, [id]);
  return rows[0] ?? null;
}

export interface PartnerLinkRow {
  id: string;
  accountId: string;
  partnerId: string;
  offerId: string;
}

export async function findPartnerLink(tx: Tx, id: string): Promise<PartnerLinkRow | null> {
  const { rows } = await tx.query<PartnerLinkRow>(
    'SELECT id, account_id AS "accountId", partner_id AS "partnerId", offer_id AS "offerId" FROM partner_links WHERE id = $1',
    [id],
  );
  return rows[0] ?? null;
}

/** What a rejection endpoint may touch: everything of its account, or one offer. */
export interface RejectionScope {
  accountId: string;
  offerId: string | null;
}

export async function findRejectionScope(tx: Tx, endpointId: string): Promise<RejectionScope | null> {
  const { rows } = await tx.query<RejectionScope>(
    `SELECT id AS "accountId", NULL::uuid AS "offerId" FROM accounts WHERE rejection_endpoint_id = $1
     UNION ALL
     SELECT account_id, id FROM offers WHERE rejection_endpoint_id = $1`,
    [endpointId],
  );
  return rows[0] ?? null;
}

/** Whose a key is, and what it opens. */
export interface KeyOwner {
  keyId: string;
  account: { id: string; slug: string };
  scope: KeyScope;
  /** Whose key it is, of scope `partner` alone. */
  partnerId: string | null;
}

/** The owner of an API key that has not ended, by the key's hash. */
export async function findKeyOwner(tx: Tx, keyHash: Buffer): Promise<KeyOwner | null> {
  const { rows } = await tx.query<KeyOwner>(
    `SELECT k.id AS "keyId", json_build_object('id', a.id, 'slug', a.slug) AS account, k.scope, k.partner_id AS "partnerId"
       FROM api_keys k JOIN accounts a ON a.id = k.account_id
      WHERE k.key_hash = $1 AND (k.expires_at IS NULL OR k.expires_at > now())`,
    [keyHash],
  );
  return rows[0] ?? null;
}

/** Nothing that an account has configured changes until the transaction ends. Whoever wants to change it waits. */
export async function holdConfiguration(tx: Tx, accountId: string): Promise<void> {
  await tx.query('SELECT FROM accounts WHERE id = $1 FOR NO KEY UPDATE', [accountId]);
}
