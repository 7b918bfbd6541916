import {
  earningsPerClick,
  isRepeatable,
  meetsTargeting,
  moneyToNumber,
  rankOffers,
  userState,
  type Audience,
  type Progress,
  type StepCompletion,
  type UserState,
  type WallOrder,
  type WallRank,
} from '@app/domain';
import {
  findClickedOffers,
  findFullOffers,
  findMemberCompletions,
  findWallCandidates,
  findWallOffers,
  readOfferEarnings,
  type Database,
  type WallCandidate,
  type WallFilters,
  type WallOfferRow,
} from '@app/store';
import { OfferEarnings, type Earnings } from './offer-earnings';

export type { WallFilters, WallOfferRow } from '@app/store';

/** Who looks at the wall. */
export interface WallMember {
  accountId: string;
  pubMemberId: string;
  audience: Audience;
}

/** What is asked of a list, and which page of it. */
export interface WallListing {
  filters: WallFilters;
  order: { by: WallOrder; ascending: boolean };
  page: number;
  pageSize: number;
}

/** An offer as one member sees it. */
export interface WallEntry {
  offer: WallOfferRow;
  epc: number;
  isAvailable: boolean;
  state: UserState;
  completions: readonly StepCompletion[];
}

export interface WallPage {
  totalCount: number;
  entries: WallEntry[];
}

type Judged = WallRank & Omit<WallEntry, 'offer'>;

const UNFILTERED: WallFilters = { categoryId: null, categoryName: null, isFeatured: null, search: null };

/** What a member sees of the offers of an account. Reads only. G§2.1, G§7.7. */
export class ReadOfferWall {
  private readonly earnings: OfferEarnings;

  constructor(private readonly database: Database) {
    this.earnings = new OfferEarnings(async (accountId) => {
      const rows = await readOfferEarnings(database, accountId);
      return new Map(rows.map(({ offerId, revenue, clicks }) => [offerId, earningsPerClick(revenue, clicks)]));
    });
  }

  /** Offers that the member may take up. */
  async offers(member: WallMember, listing: WallListing): Promise<WallPage> {
    const judged = await this.judged(member, listing.filters);
    return this.toPage(
      member,
      listing,
      judged.filter(({ isAvailable }) => isAvailable),
    );
  }

  /** Offers that the member has begun or completed, whoever they are for by now; never the catalogue. */
  async memberOffers(member: WallMember, listing: WallListing, progress: Progress | null): Promise<WallPage> {
    const clicked = await findClickedOffers(this.database, member.accountId, member.pubMemberId);
    const judged = await this.judged(member, listing.filters);
    const isWanted = ({ id, completions, state: { isUserCompleted } }: Judged): boolean =>
      (clicked.has(id) || completions.length > 0) &&
      (progress === null || isUserCompleted === (progress === 'Completed'));
    return this.toPage(member, listing, judged.filter(isWanted));
  }

  /** One offer, as its details show it; `null`: the account has no such offer. */
  async offer(member: WallMember, offerId: string): Promise<WallEntry | null> {
    const { accountId, pubMemberId } = member;
    const [candidate] = await findWallCandidates(this.database, accountId, UNFILTERED, offerId);
    const offer = (await findWallOffers(this.database, accountId, [offerId])).get(offerId);
    if (candidate === undefined || offer === undefined) return null;
    const completions = await findMemberCompletions(this.database, accountId, pubMemberId, offerId);
    const full = await findFullOffers(this.database, accountId);
    return { ...judge(candidate, member, { completions, full, earnings: new Map() }), offer };
  }

  private async judged(member: WallMember, filters: WallFilters): Promise<Judged[]> {
    const { accountId, pubMemberId } = member;
    const candidates = await findWallCandidates(this.database, accountId, filters);
    const completions = await findMemberCompletions(this.database, accountId, pubMemberId);
    const earnings = await this.earnings.of(accountId);
    const full = await findFullOffers(this.database, accountId);
    return candidates.map((candidate) => judge(candidate, member, { completions, full, earnings }));
  }

  private async toPage(
    { accountId }: WallMember,
    { order, page, pageSize }: WallListing,
    judged: readonly Judged[],
  ): Promise<WallPage> {
    const shown = rankOffers(judged, order).slice(page * pageSize, (page + 1) * pageSize);
    const offers = await findWallOffers(
      this.database,
      accountId,
      shown.map(({ id }) => id),
    );
    const entries = shown.flatMap((entry) => {
      const offer = offers.get(entry.id);
      return offer === undefined ? [] : [{ ...entry, offer }];
    });
    return { totalCount: judged.length, entries };
  }
}

function judge(
  { id, name, createdAt, launchDate, isActive, reward, revenue, steps, targeting }: WallCandidate,
  { audience }: WallMember,
  known: { completions: ReadonlyMap<string, StepCompletion[]>; full: ReadonlySet<string>; earnings: Earnings },
): Judged {
  const completions = known.completions.get(id) ?? [];
  const state = userState(steps, completions);
  const isDone = state.isUserCompleted && !isRepeatable(steps);
  return {
    id,
    name,
    createdAt,
    launchDate,
    reward: moneyToNumber(reward),
    revenue: moneyToNumber(revenue),
    epc: known.earnings.get(id) ?? 0,
    isAvailable: isActive && !isDone && !known.full.has(id) && meetsTargeting(targeting, audience),
    state,
    completions,
  };
}
