import { moneyToNumber } from '@app/domain';
import type {
  AccountEntity,
  AdvertiserEntity,
  CallbackSettingsEntity,
  PartnerEntity,
  PartnerLinkEntity,
  PostbackEntity,
  ReceiverEntity,
} from '@app/store';
import { isObject } from '../format/check-shape';
import { shortenReceiver, type ReceiverBase } from '../format/receiver-url';
import { toRetry } from '../format/retry-of-seed';
import type { SeedAccount, SeedCallback, SeedClock, SeedReceiver, SeedSwitches } from '../format/seed';
import { toHistory, type HistoryRows } from './history-to-seed';
import { compare, keysById } from './keys';
import { lean, unlessEmpty } from './lean';
import { toAdvertisers, toOffers } from './offers-to-seed';
import { toPartners } from './partners-to-seed';

export interface ClockColumns {
  frozenAt: Date | null;
  isShifted: boolean;
  now: Date;
}

/** Everything of an account that a seed can say. */
export interface AccountRows extends HistoryRows {
  account: AccountEntity;
  clock: ClockColumns;
  callback: CallbackSettingsEntity | null;
  advertisers: readonly AdvertiserEntity[];
  partners: readonly PartnerEntity[];
  links: readonly PartnerLinkEntity[];
  postbacks: readonly PostbackEntity[];
  receivers: readonly ReceiverEntity[];
}

/** The account as a seed, without its slug: it can be loaded into any other. `ids`: with the ids of everything. */
export function toSeed(rows: AccountRows, { ids, base }: { ids: boolean; base: ReceiverBase }): SeedAccount {
  const advertisers = toAdvertisers(rows.advertisers, ids);
  const offers = toOffers(rows, advertisers, { ids, base });
  const offerKeys = keysById(offers);
  const eventIds = new Map(rows.events.map(({ id, eventId }) => [id, eventId]));
  const partners = toPartners(rows, { offerKeys, eventIds, base, ids });
  const history = toHistory(rows, { offerKeys, partnerKeys: keysById(partners), ids });
  const { name, slug } = rows.account;
  return lean(
    {
      name,
      clock: toClock(rows.clock),
      switches: orNothing(toSwitches(rows.account)),
      callback: rows.callback === null ? undefined : orNothing(toCallback(rows.callback, base)),
      advertisers: unlessEmpty(advertisers.map(({ entry }) => entry)),
      offers: unlessEmpty(offers.map(({ entry }) => entry)),
      partners: unlessEmpty(partners.map(({ entry }) => entry)),
      receivers: unlessEmpty(toReceivers(rows.receivers, ids)),
      clicks: unlessEmpty(history.clicks),
      conversions: unlessEmpty(history.conversions),
    },
    { name: slug },
  );
}

function orNothing<Value extends object>(value: Value): Value | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function toClock({ frozenAt, isShifted, now }: ClockColumns): SeedClock | undefined {
  if (frozenAt !== null) return { freezeAt: frozenAt.toISOString() };
  return isShifted ? { startAt: now.toISOString() } : undefined;
}

function toSwitches(account: AccountEntity): SeedSwitches {
  const { openPostbacks, repeatCallbacks, callbackOnReasonChange, nullMacro, defaultRewardRatio } = account;
  return lean(
    {
      openPostbacks,
      repeatCallbacks,
      callbackOnReasonChange,
      nullMacro,
      defaultRewardRatio: moneyToNumber(defaultRewardRatio),
    },
    {
      openPostbacks: true,
      repeatCallbacks: true,
      callbackOnReasonChange: false,
      nullMacro: 'empty',
      defaultRewardRatio: 1,
    },
  );
}

/** Without its secret header: nothing ever shows the value. */
function toCallback(callback: CallbackSettingsEntity, base: ReceiverBase): SeedCallback {
  const { sendPending, sendRejected, keyCase: callbackKeyCase, retryProfile, retryWaitsMs } = callback;
  const url = callback.url === null ? null : shortenReceiver(callback.url, base);
  const retry = toRetry(retryProfile, retryWaitsMs?.map(Number) ?? null);
  return lean(
    { url, sendPending, sendRejected, callbackKeyCase, retry },
    { url: null, sendPending: false, sendRejected: false, callbackKeyCase: 'camel' },
  );
}

function toReceivers(receivers: readonly ReceiverEntity[], ids: boolean): SeedReceiver[] {
  return receivers
    .map(({ id, name, script }) => ({ ...(ids && { id }), name, script: stepsOf(script) }))
    .sort((left, right) => compare(left.name, right.name));
}

function stepsOf(script: unknown): Record<string, unknown>[] {
  return Array.isArray(script) ? script.filter(isObject) : [];
}
