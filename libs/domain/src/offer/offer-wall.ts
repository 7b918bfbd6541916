import { moneyToNumber, type Money } from '../money';

/** What the wall can be ordered by. G§7.3. */
export const WALL_ORDERS = ['launchDate', 'epc', 'reward', 'revenue', 'name'] as const;
export type WallOrder = (typeof WALL_ORDERS)[number];

export const PROGRESSES = ['InProgress', 'Completed'] as const;
export type Progress = (typeof PROGRESSES)[number];

/** What a member completes: the offer itself (`null`), or one of its events. */
export interface WallStep {
  offerEventId: string | null;
  allowRepetitions: boolean;
}

/** A conversion of the member that counts: Success, or Pending. */
export interface StepCompletion {
  offerEventId: string | null;
  isPending: boolean;
  at: Date;
}

/** G§1.2: `Pending` while a reward may still be taken back. */
export type RewardStatus = 'Completed' | 'Pending';

/** How far a member is with an offer, or with one of its events. G§7.7. */
export interface UserState {
  isUserCompleted: boolean;
  userCompletedAt: Date | null;
  rewardStatus: RewardStatus | null;
}

/** Completed once every step is; then at the time of the last one, and rewarded once no step is Pending. */
export function userState(steps: readonly WallStep[], completions: readonly StepCompletion[]): UserState {
  const done = steps.map(({ offerEventId }) => completions.find((one) => one.offerEventId === offerEventId));
  const counted = done.filter((one) => one !== undefined);
  if (counted.length === 0 || counted.length < done.length) {
    return { isUserCompleted: false, userCompletedAt: null, rewardStatus: null };
  }
  return {
    isUserCompleted: true,
    userCompletedAt: counted.map(({ at }) => at).reduce((latest, at) => (at > latest ? at : latest)),
    rewardStatus: counted.some(({ isPending }) => isPending) ? 'Pending' : 'Completed',
  };
}

/** Whether a member who completed all of it may do it again. */
export function isRepeatable(steps: readonly WallStep[]): boolean {
  return steps.some(({ allowRepetitions }) => allowRepetitions);
}

const EPC_PRECISION = 1e6;

/** Revenue for each click, to six decimals; 0 without clicks. */
export function earningsPerClick(revenue: Money, clicks: number): number {
  return clicks === 0 ? 0 : Math.round((moneyToNumber(revenue) / clicks) * EPC_PRECISION) / EPC_PRECISION;
}

/** What an offer's place on the wall follows from. */
export interface WallRank {
  id: string;
  createdAt: Date;
  launchDate: Date;
  epc: number;
  reward: number;
  revenue: number;
  name: string;
}

/** In order; of equals the newer first, whichever way the order goes. */
export function rankOffers<Offer extends WallRank>(
  offers: readonly Offer[],
  { by, ascending }: { by: WallOrder; ascending: boolean },
): Offer[] {
  const sign = ascending ? 1 : -1;
  return offers.toSorted((left, right) => sign * compareBy(by, left, right) || newerFirst(left, right));
}

function compareBy(order: WallOrder, left: WallRank, right: WallRank): number {
  if (order === 'name') return compareText(left.name.toLowerCase(), right.name.toLowerCase());
  if (order === 'launchDate') return left.launchDate.getTime() - right.launchDate.getTime();
  return left[order] - right[order];
}

function newerFirst(left: WallRank, right: WallRank): number {
  return right.createdAt.getTime() - left.createdAt.getTime() || compareText(right.id, left.id);
}

function compareText(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
