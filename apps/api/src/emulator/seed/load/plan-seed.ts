import { expandReceiver } from '../format/receiver-url';
import { toRetryRow } from '../format/retry-of-seed';
import type { SeedAccount, SeedCallback, SeedReceiver } from '../format/seed';
import { planHistory } from './plan-history';
import { planAdvertisers, planOffers } from './plan-offers';
import { planPartners } from './plan-partners';
import type { PlanContext } from './plan-context';
import type { Row, SeedRows } from './seed-rows';

/** Every row that a seed makes. The seed has passed the reader. */
export function planSeed(seed: SeedAccount, context: PlanContext): SeedRows {
  const advertisers = planAdvertisers(seed.advertisers ?? [], context);
  const defaultId = String(advertisers.rows.find((row) => row['is_default'] === true)?.['id']);
  const offers = planOffers(seed.offers ?? [], { byKey: advertisers.byKey, defaultId }, context);
  const partners = planPartners(seed.partners ?? [], offers.byKey, context);
  const history = planHistory(
    { clicks: seed.clicks ?? [], conversions: seed.conversions ?? [] },
    { offers: offers.byKey, partners: partners.byKey, context },
  );
  return {
    advertisers: advertisers.rows,
    offers: offers.offers,
    offer_events: offers.events,
    partners: partners.partners,
    partner_links: partners.links,
    postbacks: partners.postbacks,
    callback_settings: seed.callback === undefined ? [] : [callbackRow(seed.callback, context)],
    receivers: (seed.receivers ?? []).map((receiver) => receiverRow(receiver, context)),
    clicks: history.clicks,
    conversions: history.conversions,
    conversion_changes: history.changes,
  };
}

function callbackRow(callback: SeedCallback, { accountId, base, seal }: PlanContext): Row {
  const { url = null, secretHeader = null, secretValue } = callback;
  return {
    account_id: accountId,
    url: url === null ? null : expandReceiver(url, base),
    send_pending: callback.sendPending ?? false,
    send_rejected: callback.sendRejected ?? false,
    key_case: callback.callbackKeyCase ?? 'camel',
    secret_header: secretHeader,
    secret_value_sealed: secretValue === undefined ? null : seal(secretValue),
    ...toRetryRow(callback.retry),
  };
}

function receiverRow({ id, name, script }: SeedReceiver, { accountId, ids }: PlanContext): Row {
  return { id: id?.toLowerCase() ?? ids.of('receiver', name), account_id: accountId, name, script, calls: 0 };
}
