import type { OfferEvent, OfferFields } from '@app/domain';
import type { ReceiverBase } from '../format/receiver-url';
import type { DerivedIds } from './derive-id';

/** What a seed is planned for. */
export interface PlanContext {
  accountId: string;
  ids: DerivedIds;
  /** Platform time at which the seed is the account's present. */
  now: Date;
  base: ReceiverBase;
  /** Ids of what every account has. */
  defaults: { advertiserId: string; categoryId: string; countryId: string };
  /** Makes the label of an offer's rejection endpoint. */
  labelOf: (key: string) => string;
  /** Seals the callback's secret. */
  seal: (secret: string) => string;
}

/** An offer that the seed makes, for those who refer to it. */
export interface PlannedOffer {
  id: string;
  fields: OfferFields;
  events: readonly OfferEvent[];
}

/** Ids by key, for those who refer to them. */
export type IdsByKey = ReadonlyMap<string, string>;

/** An entry that others know is not there: the reader must have refused the seed. */
export function known<Value>(by: ReadonlyMap<string, Value>, key: string): Value {
  const value = by.get(key);
  if (value === undefined) throw new Error(`The seed refers to ${key}, which it does not have.`);
  return value;
}
