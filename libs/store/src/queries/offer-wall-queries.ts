import type {
  ConversionType,
  Money,
  OfferSource,
  OfferType,
  StepCompletion,
  Targeting,
  WallStep,
  OfferEvent,
  OfferTexts,
} from '@app/domain';
import { prepared, type Tx } from '../database';
import { COUNTED } from './click-counts';
import { eventsWhere, TEXT_COLUMNS } from './config-queries';

/** What the catalogue is narrowed to; `null` narrows nothing. G§7.3. */
export interface WallFilters {
  categoryId: string | null;
  categoryName: string | null;
  isFeatured: boolean | null;
  /** Part of the name or the headline. */
  search: string | null;
}

/** An offer as far as its place on the wall depends on it. */
export interface WallCandidate {
  id: string;
  name: string;
  isActive: boolean;
  createdAt: Date;
  launchDate: Date;
  reward: Money;
  revenue: Money;
  targeting: Targeting;
  /** What a member has to complete. */
  steps: WallStep[];
}

const STEPS = `
  CASE o.offer_type WHEN 'SingleEvent'
    THEN jsonb_build_array(jsonb_build_object('offerEventId', NULL, 'allowRepetitions', o.allow_repetitions))
    ELSE coalesce((
      SELECT jsonb_agg(jsonb_build_object('offerEventId', e.id, 'allowRepetitions', e.allow_repetitions))
        FROM offer_events e WHERE e.offer_id = o.id AND e.deleted_at IS NULL AND e.show_on_offer_wall), '[]')
  END`;

/** With RevShare the percentages are what a member and the account get. */
const REWARD = `trim_scale(CASE o.conversion_type WHEN 'RevShare' THEN coalesce(o.reward_share, 0) ELSE o.reward END)::text`;
const REVENUE = `trim_scale(CASE o.conversion_type WHEN 'RevShare' THEN coalesce(o.revenue_share, 0) ELSE o.revenue END)::text`;

const LAUNCH_DATE = 'coalesce(o.launch_date, o.created_at) AS "launchDate"';

const FIND_CANDIDATES = prepared(
  'find-wall-candidates',
  `SELECT o.id, o.name, o.status = 'Active' AS "isActive", o.created_at AS "createdAt", ${LAUNCH_DATE}, ${REWARD} AS reward, ${REVENUE} AS revenue,
          o.targeting, ${STEPS} AS steps
     FROM offers o JOIN categories cat ON cat.id = o.category_id
    WHERE o.account_id = $1 AND o.deleted_at IS NULL
      AND ($2::uuid IS NULL OR o.category_id = $2)
      AND ($3::text IS NULL OR lower(cat.name) = lower($3))
      AND ($4::boolean IS NULL OR o.is_featured = $4)
      AND ($5::text IS NULL OR strpos(lower(o.name), lower($5)) > 0 OR strpos(lower(o.headline), lower($5)) > 0)
      AND ($6::uuid IS NULL OR o.id = $6)`,
);

/** Offers of an account that are not deleted, those that are paused too; `offerId`: that one alone. */
export async function findWallCandidates(
  tx: Tx,
  accountId: string,
  { categoryId, categoryName, isFeatured, search }: WallFilters,
  offerId: string | null = null,
): Promise<WallCandidate[]> {
  const { rows } = await tx.query<WallCandidate>(
    FIND_CANDIDATES([accountId, categoryId, categoryName, isFeatured, search, offerId]),
  );
  return rows;
}

const FIND_COMPLETIONS = prepared(
  'find-member-completions',
  `SELECT c.offer_id AS "offerId", c.offer_event_id AS "offerEventId", c.status = 'Pending' AS "isPending", c.user_completed_at AS at
     FROM offers o JOIN conversions c ON c.offer_id = o.id AND c.pub_member_id = $2 AND c.holds_completion
    WHERE o.account_id = $1 AND ($3::uuid IS NULL OR o.id = $3)`,
);

/** What a member has completed, by offer; `offerId`: of that one alone. */
export async function findMemberCompletions(
  tx: Tx,
  accountId: string,
  pubMemberId: string,
  offerId: string | null = null,
): Promise<Map<string, StepCompletion[]>> {
  const { rows } = await tx.query<StepCompletion & { offerId: string }>(
    FIND_COMPLETIONS([accountId, pubMemberId, offerId]),
  );
  const byOffer = new Map<string, StepCompletion[]>();
  for (const { offerId: id, ...completion } of rows) byOffer.set(id, [...(byOffer.get(id) ?? []), completion]);
  return byOffer;
}

const FIND_CLICKED = prepared(
  'find-clicked-offers',
  'SELECT DISTINCT offer_id AS "offerId" FROM clicks WHERE account_id = $1 AND pub_member_id = $2',
);

/** Offers that a member clicked. */
export async function findClickedOffers(tx: Tx, accountId: string, pubMemberId: string): Promise<Set<string>> {
  const { rows } = await tx.query<{ offerId: string }>(FIND_CLICKED([accountId, pubMemberId]));
  return new Set(rows.map(({ offerId }) => offerId));
}

export interface OfferEarnings {
  offerId: string;
  clicks: number;
  /** Of Success and Pending conversions. */
  revenue: Money;
}

const READ_EARNINGS = prepared(
  'read-offer-earnings',
  `SELECT offer_id AS "offerId", clicks.count::float8 AS clicks, trim_scale(coalesce(earned.revenue, 0))::text AS revenue
     FROM (SELECT offer_id, sum(clicks) AS count FROM ${COUNTED} GROUP BY offer_id HAVING sum(clicks) <> 0) clicks
     LEFT JOIN (SELECT offer_id, sum(revenue) AS revenue FROM conversions WHERE account_id = $1 AND status <> 'Rejected' GROUP BY offer_id)
       earned USING (offer_id)`,
);

/** Clicks and revenue of every offer of an account that was clicked. */
export async function readOfferEarnings(tx: Tx, accountId: string): Promise<OfferEarnings[]> {
  const { rows } = await tx.query<OfferEarnings>(READ_EARNINGS([accountId]));
  return rows;
}

/** Everything of an offer that a member is shown. G§7.7. */
export interface WallOfferRow extends OfferTexts {
  id: string;
  name: string;
  offerSource: OfferSource;
  conversionType: ConversionType;
  offerType: OfferType;
  allowRepetitions: boolean;
  isFeatured: boolean;
  reward: Money;
  /** Days. */
  pendingTime: number;
  categoryId: string;
  categoryName: string;
  launchDate: Date;
  /** Those that the wall shows, by their display order. */
  events: OfferEvent[];
}

const FIND_WALL_OFFERS = prepared(
  'find-wall-offers',
  `SELECT o.id, o.name, ${TEXT_COLUMNS},
          o.conversion_type AS "conversionType", o.offer_type AS "offerType", o.allow_repetitions AS "allowRepetitions",
          o.is_featured AS "isFeatured", ${REWARD} AS reward, o.pending_time AS "pendingTime", o.category_id AS "categoryId",
          cat.name AS "categoryName", o.source AS "offerSource", ${LAUNCH_DATE},
          ${eventsWhere('e.deleted_at IS NULL AND e.show_on_offer_wall')} AS events
     FROM offers o JOIN categories cat ON cat.id = o.category_id
    WHERE o.account_id = $1 AND o.id = ANY($2)`,
);

/** What the wall shows of these offers of an account, by id. */
export async function findWallOffers(
  tx: Tx,
  accountId: string,
  ids: readonly string[],
): Promise<Map<string, WallOfferRow>> {
  const { rows } = await tx.query<WallOfferRow>(FIND_WALL_OFFERS([accountId, ids]));
  return new Map(rows.map((row) => [row.id, row]));
}
